import type {
    DuePosition,
    PageEntry,
    PersistencePort,
    RecordPosition,
    StoredRecord
} from "../../ports/PersistencePort";
import { requireReadable } from "../../ports/unreadableRecords";
import { broken, expectEqual } from "./assertions";
import { callOf } from "./callTrace";
import { describeValue } from "./firstDifference";

/** More than any test stores. */
const maxEntries = 50_000;
const pageSize = 1000;

/** What comes page by page: only an empty page is the end. */
export async function entriesOf<Entry extends PageEntry>(
    method: "list" | "findDue" | "scan",
    limit: number,
    page: (last: Entry | undefined) => Promise<Entry[]>
): Promise<Entry[]> {
    const entries: Entry[] = [];
    for (;;) {
        const found = await page(entries.at(-1));
        expectPageLength(`${method} returns at most as many as the limit says.`, found, limit);
        if (found.length === 0) return entries;
        entries.push(...found);
        if (entries.length > maxEntries) broken(`${method} ends.`, "an empty page", `${entries.length} entries`);
    }
}

export async function allDue(
    port: PersistencePort,
    until: string,
    { limit = pageSize, after }: { limit?: number; after?: DuePosition } = {}
): Promise<StoredRecord[]> {
    const page = (last?: PageEntry) => port.findDue(until, limit, last === undefined ? after : duePositionOf(last));
    return requireReadable(await entriesOf("findDue", limit, page));
}

export async function allScanned(port: PersistencePort, limit = pageSize): Promise<StoredRecord[]> {
    return requireReadable(await entriesOf("scan", limit, (last) => port.scan(last?.key, limit)));
}

export async function listedInPages(
    port: PersistencePort,
    identityKey: string,
    limit: number
): Promise<StoredRecord[]> {
    const page = (last?: PageEntry) => {
        return port.list(identityKey, last === undefined ? undefined : positionOf(last), limit);
    };
    return requireReadable(await entriesOf("list", limit, page));
}

/** Without a limit, `list` returns all at once. */
export async function listed(port: PersistencePort, identityKey: string): Promise<StoredRecord[]> {
    const page = await port.list(identityKey);
    requireList("list returns the Identity's records.", page);
    return requireReadable(page);
}

/** The first of those that are behind the page's position: at most `limit`, and at least one where there is one. */
export function expectPage(
    obligation: string,
    page: readonly PageEntry[],
    expected: readonly StoredRecord[],
    limit: number
): void {
    expectPageLength(obligation, page, limit);
    if (page.length === 0) expectEqual(obligation, page, expected);
    else expectEqual(obligation, page, expected.slice(0, page.length));
}

export function positionOf({ createdAt, key }: PageEntry): RecordPosition {
    return { createdAt: createdAt!, key };
}

export function duePositionOf({ dueAt, key }: PageEntry): DuePosition {
    return { dueAt: dueAt!, key };
}

function expectPageLength(obligation: string, page: readonly PageEntry[], limit: number): void {
    requireList(obligation, page);
    if (page.length > limit) broken(obligation, `at most ${limit}`, `${page.length} entries`, callOf(page));
}

function requireList(obligation: string, page: unknown): void {
    if (!Array.isArray(page)) broken(obligation, "an array", describeValue(page), callOf(page));
}
