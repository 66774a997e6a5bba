import { sha256 } from "@noble/hashes/sha2";
import { bytesToHex } from "@noble/hashes/utils";
import { firstDueDateOf } from "../../domain/decisions/initiate";
import { IdentityDeletionProcess } from "../../domain/IdentityDeletionProcess";
import { keepsTheSlot, readStatus } from "../../domain/IdentityDeletionProcessStatus";
import { storedRecordOf } from "../../domain/record/codec";
import { lookupOf } from "../../domain/record/columns";
import { backboneAuthority, emptyRecord } from "../../domain/record/ProcessRecord";
import type { PersistencePort, StoredRecord } from "../../ports/PersistencePort";
import { importRecords, type ImportOptions, type ImportSummary } from "../importRecords";
import { type Header, headerFor, lineOf } from "../records/format";
import { RecordSequence } from "../records/RecordSequence";
import { TransferError } from "../TransferError";
import { type ProcessData, processesOf } from "./processesOf";
import { jsonOf } from "../../domain/record/StoredRecord";

export interface EnmeshedImportOptions extends ImportOptions {
    /** An older Runtime has a database for each Identity, which does not name it. */
    address: string;
    /** `backbone`: no lifecycle of the host's ends these. Default: `local`; a process that a Backbone shows is adopted anyway. */
    authority?: ImportedAuthority;
}

export type ImportedAuthority = "backbone" | "local";

/**
 * Brings an older enmeshed Runtime's processes into a store. `text` is its collection, as a JSON array or with one document
 * a line, such as `{"id":"IDP…","status":"Approved","createdAt":"…",…}`. What a document has stays with the process;
 * `Approved` is read as `Active`. Run again, it inserts nothing. Rejects as `importRecords` does, and where two are open.
 */
export async function importEnmeshedProcesses(
    persistence: PersistencePort,
    text: string,
    { address, pseudonymKey, authority, ...options }: EnmeshedImportOptions
): Promise<ImportSummary> {
    if (authority !== undefined && authority !== "backbone" && authority !== "local") {
        throw new TypeError('The option authority must be "backbone" or "local".');
    }
    const processes = processesOf(text);
    requireOneEach(processes);
    const identityKey = pseudonymKey?.identityKeyOf(address) ?? address;
    const lines = linesWith(
        headerFor(pseudonymKey?.id ?? null),
        processes.map((process) => {
            return recordOf(process, identityKey, address, authority === "backbone");
        })
    );
    return await importRecords(persistence, () => asyncOf(lines), { ...options, pseudonymKey });
}

function requireOneEach(processes: readonly ProcessData[]): void {
    const ids = processes.map(({ id }) => id);
    const second = ids.findIndex((id, index) => ids.indexOf(id) < index);
    if (second >= 0) {
        throw TransferError.invalid("a document before it has the same id", {
            document: second + 1,
            processIds: [ids[second]]
        });
    }
    const open = processes.filter(({ status }) => keepsTheSlot(readStatus(status))).map(({ id }) => id);
    if (open.length > 1) {
        const reason = "an Identity has at most one process that is open or has ended in its deletion";
        throw TransferError.invalid(reason, { processIds: open });
    }
}

/** As a new process. One of a Backbone is due for no lifecycle: the Backbone reminds and deletes. */
function recordOf(
    process: ProcessData,
    identityKey: string,
    address: string,
    isDecidedByBackbone: boolean
): StoredRecord {
    const key = keyOf(lookupOf(identityKey, process.id));
    const { status, ...others } = process;
    const asRead = new IdentityDeletionProcess({ ...others, id: process.id, status: readStatus(status) });
    const record = {
        ...emptyRecord(key, identityKey, address),
        revision: 1,
        process: asRead,
        authority: isDecidedByBackbone ? backboneAuthority : undefined,
        dueAt: isDecidedByBackbone ? null : firstDueDateOf(asRead)
    };
    // The status stays as the document spells it.
    const stored = storedRecordOf(record);
    return { ...stored, data: { ...stored.data, process } };
}

/** The same each time; no address can be chosen that equals one. */
function keyOf(lookup: string): string {
    return bytesToHex(sha256(`identity-deletion-process imported ${lookup}`)).slice(0, 32);
}

function linesWith(header: Header, records: readonly StoredRecord[]): string[] {
    const sequence = new RecordSequence(header);
    const lines = [...records]
        .sort((one, other) => (one.key < other.key ? -1 : 1))
        .map((record) => {
            const next = sequence.next(record);
            if ("fault" in next) {
                const { id } = jsonOf(record.data).process as ProcessData;
                throw TransferError.invalid(next.fault, { processIds: [id] });
            }
            return next.line;
        });
    return [lineOf(header), ...lines, lineOf(sequence.end())];
}

async function* asyncOf(lines: readonly string[]): AsyncGenerator<string, void, undefined> {
    yield* lines;
}
