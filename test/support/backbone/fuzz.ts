import { Result } from "@js-soft/ts-utils";
import fc from "fast-check";
import { ErrorCode, type IdentityScope, type PersistencePort, type StoredRecord } from "../../../src";
import { requireReadable } from "../../../src/ports/unreadableRecords";
import { InMemoryPersistence } from "../../../src/adapters/memory";
import type { Fetch } from "../../../src/backbone";
import { fetchFrom } from "../../../src/testing";
import { alice } from "../fixtures";
import { BackboneWorld } from "./BackboneWorld";
import { jsonOf } from "../../../src/domain/record/StoredRecord";

interface Answer {
    readonly status: number;
    readonly body: string;
    readonly headers: Record<string, string>;
}

const validProcess = {
    id: "IDP00000000000000abc",
    status: "Active",
    createdAt: "2026-11-23T10:00:00.000Z",
    createdByDevice: alice.deviceId,
    approvedAt: "2026-11-23T10:00:00.000Z",
    gracePeriodEndsAt: "2026-12-07T10:00:00.000Z",
    gracePeriodReminder1SentAt: null
};

const strangeValue = fc.oneof(
    fc.constantFrom<unknown>(
        null,
        true,
        0,
        -1,
        1e308,
        "",
        "Approved",
        "Active",
        "Cancelled",
        "Deleting",
        "Frobnicated",
        [],
        {}
    ),
    fc.constantFrom(
        "2026-02-30T10:00:00.000Z",
        "2026-11-23",
        "9999-12-31T23:59:59.9999999Z",
        "0000-00-00T00:00:00.000Z"
    ),
    fc.constantFrom("IDP00000000000000abd", "IDP00000000000000ab", "DVCx", "DVCalicestablet00001", "__proto__"),
    fc.string(),
    fc.integer()
);

/** A process with up to three of its properties gone or strange. */
const process = fc
    .array(fc.tuple(fc.constantFrom(...Object.keys(validProcess)), fc.option(strangeValue)), { maxLength: 3 })
    .map((changes) => {
        const changed: Record<string, unknown> = { ...validProcess };
        for (const [name, value] of changes) {
            if (value === null) Reflect.deleteProperty(changed, name);
            else changed[name] = value;
        }
        return changed;
    });

/** Lists that lack the process, have it twice, next to one that cannot be read, or are another account's. */
const oddList = fc.constantFrom<unknown[]>(
    [],
    [validProcess, validProcess],
    [validProcess, { ...validProcess, id: 1 }],
    [{ ...validProcess, status: "Cancelled", gracePeriodEndsAt: null }],
    [{ ...validProcess, id: "IDPanothers000000001", createdByDevice: "DVCbobsphone00000001" }]
);

const result = fc.oneof(
    process,
    fc.array(process, { maxLength: 3 }),
    strangeValue,
    fc.constant([validProcess]),
    oddList
);

const body = fc.oneof(
    { weight: 6, arbitrary: result.map((value) => JSON.stringify({ result: value })) },
    {
        weight: 2,
        arbitrary: fc
            .tuple(
                fc.constantFrom("error.platform.forbidden", "error.platform.quotaExhausted", "error.x", "", "hm"),
                strangeValue
            )
            .map(([code, data]) => JSON.stringify({ error: { code, data, message: "token very secret" } }))
    },
    {
        weight: 1,
        arbitrary: fc.tuple(result, fc.nat(60)).map(([value, cut]) => JSON.stringify({ result: value }).slice(0, cut))
    },
    { weight: 1, arbitrary: fc.string() },
    {
        weight: 1,
        arbitrary: fc.constantFrom("", "null", "[]", "<html>Sign in</html>", '{"result":null}', '{"__proto__":{}}')
    },
    { weight: 1, arbitrary: fc.json() }
);

const answer: fc.Arbitrary<Answer> = fc.record({
    status: fc.oneof(
        { weight: 3, arbitrary: fc.constantFrom(200, 201) },
        { weight: 1, arbitrary: fc.constantFrom(204, 301, 302, 400, 401, 403, 404, 429, 500, 502, 503) }
    ),
    body,
    headers: fc.constantFrom<Record<string, string>[]>(
        {},
        { "content-length": "99999999" },
        { "retry-after": "-1" },
        { "retry-after": "soon" }
    )
});

/** Feeds the authority answers of all kinds. It must neither throw nor store what no answer has said. */
export async function checkFuzzedAnswers(runs: number, seed: number): Promise<void> {
    const command = fc.constantFrom("initiate", "cancel", "get", "synchronize");
    await fc.assert(
        fc.asyncProperty(fc.boolean(), fc.boolean(), command, fc.array(answer, { minLength: 1, maxLength: 3 }), runOne),
        { numRuns: runs, seed }
    );
}

async function runOne(hasActive: boolean, fuzzesTokens: boolean, command: string, answers: Answer[]): Promise<void> {
    const world = new BackboneWorld();
    const honest = fetchFrom(world.backbone);
    const bodies: string[] = [];
    let isFuzzing = false;
    let next = 0;
    const fetch: Fetch = async (url, request) => {
        if (!isFuzzing || (url.includes("/connect/token") && !fuzzesTokens)) {
            const response = await honest(url, request);
            const text = await response.text();
            bodies.push(text);
            return { ...response, text: async () => text };
        }
        const { status, body, headers } = answers[Math.min(next++, answers.length - 1)];
        bodies.push(body);
        const get = (name: string): string | null => headers[name] ?? null;
        return { status, headers: { get }, body: null, text: async () => body };
    };
    const { processes, scope, persistence } = await world.device(alice, new InMemoryPersistence(), { fetch });
    if (hasActive) await processes.initiateIdentityDeletionProcess();
    isFuzzing = true;
    const honestAnswers = bodies.length;
    const outcome =
        command === "initiate"
            ? await processes.initiateIdentityDeletionProcess()
            : command === "cancel"
              ? await processes.cancelIdentityDeletionProcess()
              : command === "get"
                ? await processes.getActiveIdentityDeletionProcess()
                : await scope.backbone!.synchronize();
    if (!(outcome instanceof Result)) throw new Error("It answers no Result.");
    if (outcome.isError && outcome.error.code === ErrorCode.unknown && !isRefusalOfUnknownKind(answers))
        throw outcome.error;
    for (const record of await stored(persistence)) requireSaid(record, bodies);
    isFuzzing = false;
    if (hasActive) await requireNotForgotten(world, processes, bodies.slice(honestAnswers));
    await world.close();
}

/** The Backbone is itself again: what it has open must not have been taken for none, unless an answer has said that it is over. */
async function requireNotForgotten(
    world: BackboneWorld,
    processes: IdentityScope["identityDeletionProcesses"],
    fuzzed: readonly string[]
): Promise<void> {
    const [open] = world.open;
    const active = await processes.getActiveIdentityDeletionProcess();
    const saysNone = active.isError && active.error.code === ErrorCode.noActiveIdentityDeletionProcess;
    if (open === undefined || !saysNone) return;
    const isSaid = fuzzed.some(
        (text) =>
            text.includes('"isDeleted":true') ||
            processesSaid(text).some(({ id, status }) => id !== open.id || status !== "Active")
    );
    if (!isSaid) throw new Error(`It says none, and ${open.id} is open: ${fuzzed.join(" ")}`);
}

async function stored(persistence: PersistencePort): Promise<StoredRecord[]> {
    return requireReadable(await persistence.list(alice.address));
}

/** A code in the Backbone's form that nobody knows is passed on as `unknown`, with the Backbone's code on the error. */
function isRefusalOfUnknownKind(answers: readonly Answer[]): boolean {
    return answers.some(({ status, body }) => status >= 400 && status < 500 && body.includes('"error.x"'));
}

/** Whatever is stored as a fact has been said, in so many words, by an answer; its own reading of the answers, not ours. */
function requireSaid({ data, unsettled }: StoredRecord, bodies: readonly string[]): void {
    const process = jsonOf(data).process as Record<string, string> | undefined;
    if (process === undefined || jsonOf(data).unlisted === true) {
        if (!unsettled && jsonOf(data).unlisted !== true) throw new Error("A settled record without a process.");
        return;
    }
    const said = bodies.flatMap(processesSaid);
    const same = said.filter(({ id }) => id === process.id);
    // Of one that is over, what cannot be read is left out, and nothing else.
    const isOfDate = (value: unknown): boolean => typeof value === "string" && exists(value);
    const isOfDevice = (value: unknown): boolean => typeof value === "string" && /^DVC[A-Za-z0-9]{17}$/.test(value);
    const mayLack = process.status !== "Active";
    const isSaid = same.some(
        ({ status, createdAt, createdByDevice }) =>
            (String(status) === process.status || (status === "Approved" && process.status === "Active")) &&
            (process.createdAt === undefined
                ? mayLack && !isOfDate(createdAt)
                : String(createdAt).slice(0, 19) === process.createdAt.slice(0, 19)) &&
            (process.createdByDevice === undefined && mayLack
                ? !isOfDevice(createdByDevice)
                : createdByDevice === process.createdByDevice)
    );
    const isGone =
        process.status === "Cancelled" &&
        jsonOf(data).closedByAbsence === true &&
        bodies.some(isListWithout(process.id));
    const isOver = process.status === "Deleted" && bodies.some((text) => text.includes("isDeleted"));
    // An open one of which something cannot be read: that it exists is said, and it is in doubt until it can be read.
    const isUnreadable = same.some(
        ({ status, createdAt, createdByDevice, gracePeriodEndsAt }) =>
            !/^(Active|Approved)$/.test(String(status)) ||
            ![createdAt, gracePeriodEndsAt].every(isOfDate) ||
            !(createdByDevice === null || createdByDevice === undefined || isOfDevice(createdByDevice))
    );
    const isInDoubt =
        unsettled && process.status === "Active" && jsonOf(data).missingSince !== undefined && isUnreadable;
    if (same.length === 0 || !(isSaid || isGone || isOver || isInDoubt))
        throw new Error(`Nobody said ${JSON.stringify(process)}.`);
    if (process.status === "Active" && !isInDoubt && process.gracePeriodEndsAt === undefined) {
        throw new Error("An active process without an end.");
    }
}

/** 30 February does not: the way back shows it. */
function exists(date: string): boolean {
    const milliseconds = Date.parse(date);
    return Number.isFinite(milliseconds) && new Date(milliseconds).toISOString().slice(0, 19) === date.slice(0, 19);
}

function isListWithout(id: string): (text: string) => boolean {
    return (text) => {
        const list = resultSaid(text);
        return Array.isArray(list) && list.every((each) => (each as { id?: unknown } | null)?.id !== id);
    };
}

function processesSaid(text: string): Record<string, unknown>[] {
    const said = resultSaid(text);
    const list: unknown[] = Array.isArray(said) ? said : [said];
    return list.filter((each): each is Record<string, unknown> => typeof each === "object" && each !== null);
}

function resultSaid(text: string): unknown {
    try {
        return (JSON.parse(text) as { result?: unknown } | null)?.result;
    } catch {
        return undefined;
    }
}
