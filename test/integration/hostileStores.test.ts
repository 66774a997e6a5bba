import {
    ErrorCode,
    PersistenceError,
    type IdentityDeletionProcessFacade,
    type PersistenceErrorKind,
    type PersistencePort,
    type StoredRecord
} from "../../src";
import { callFacade, outcomeOf, type FacadeMethod } from "../support/facadeCalls";
import { alice, bob, createModule } from "../support/fixtures";
import { recordOf, storeWith, withMethods } from "../support/records";
import { RecordingEventBus } from "../support/RecordingEventBus";
import { foreignPersistenceError, meaninglessThings, revokedProxy } from "../support/thrownThings";

type PortMethod = "insert" | "update" | "findCurrent" | "findByLookup" | "list";

/** Which of the facade's methods gets to which of the port's, in a store where the Identity has an active process. */
const paths: [FacadeMethod, PortMethod, "free" | "taken"][] = [
    ["initiateIdentityDeletionProcess", "insert", "free"],
    ["initiateIdentityDeletionProcess", "findCurrent", "taken"],
    ["cancelIdentityDeletionProcess", "findCurrent", "taken"],
    ["cancelIdentityDeletionProcess", "update", "taken"],
    ["getActiveIdentityDeletionProcess", "findCurrent", "taken"],
    ["getIdentityDeletionProcess", "findByLookup", "taken"],
    ["getIdentityDeletionProcesses", "list", "taken"]
];
const readingPaths = paths.filter(([, portMethod]) => portMethod !== "insert" && portMethod !== "update");

const id = "IDP00000000000000042";
const active = (): StoredRecord => recordOf(alice, { id, status: "Active", createdAt: "2026-11-20T10:00:00.000Z" });

function request(method: FacadeMethod): unknown {
    return method === "getIdentityDeletionProcess" ? { id } : undefined;
}

async function facadeOver(
    slot: "free" | "taken",
    replaced: Partial<PersistencePort>
): Promise<{ facade: IdentityDeletionProcessFacade; bus: RecordingEventBus; untouched: () => Promise<boolean> }> {
    const store = await storeWith(...(slot === "taken" ? [active()] : []));
    const earlier = JSON.stringify(await store.list(alice.address));
    const bus = new RecordingEventBus();
    const persistence = withMethods(store, {});
    const { module } = await createModule({ persistence, eventBus: bus });
    // From now on: what fails at the opening is tested with it.
    Object.assign(persistence, replaced);
    return {
        facade: module.forIdentity(alice).identityDeletionProcesses,
        bus,
        untouched: async () => JSON.stringify(await store.list(alice.address)) === earlier && bus.events.length === 0
    };
}

describe.each(paths)("%s over a store whose %s fails (slot: %s)", (method, portMethod, slot) => {
    const isWriting = portMethod === "insert" || portMethod === "update";
    const anyKind: [PersistenceErrorKind, string][] = [
        ["unavailable", ErrorCode.storeUnavailable],
        ["corrupt", ErrorCode.storeIsCorrupt],
        ["newerVersion", ErrorCode.storeIsOfNewerVersion],
        // Where these have a meaning for the command, the command has an answer to them, tested below. From a write they
        // mean that another was faster, however often it is tried again.
        ["duplicate", isWriting ? ErrorCode.storeIsCorrupt : ErrorCode.unknown],
        ...(portMethod === "insert"
            ? []
            : [
                  ["slotTaken", isWriting ? ErrorCode.storeIsCorrupt : ErrorCode.unknown] as [
                      PersistenceErrorKind,
                      string
                  ]
              ]),
        ...(portMethod === "update"
            ? []
            : ([
                  ["staleRevision", isWriting ? ErrorCode.storeIsCorrupt : ErrorCode.unknown],
                  ["notFound", isWriting ? ErrorCode.storeIsCorrupt : ErrorCode.unknown]
              ] as [PersistenceErrorKind, string][]))
    ];

    test.each(anyKind)("with a PersistenceError of kind %s answers %s", async (kind, code) => {
        for (const error of [new PersistenceError(kind, "of this copy"), foreignPersistenceError(kind)]) {
            const fail = async (): Promise<never> => await Promise.reject(error);
            const { facade, untouched } = await facadeOver(slot, { [portMethod]: fail });
            const result = await callFacade(facade, method, request(method));
            expect(result).toBeAnError(code);
            expect(result.error.cause).toBe(error);
            expect(await untouched()).toBe(true);
        }
    });

    test.each(meaninglessThings)("with %s answers unknown and keeps it as the cause", async (_, thing) => {
        const thrown = thing();
        const failures = [
            async (): Promise<never> => await Promise.reject(thrown),
            (): never => {
                throw thrown;
            }
        ];
        for (const fail of failures) {
            const { facade, untouched } = await facadeOver(slot, { [portMethod]: fail });
            const result = await callFacade(facade, method, request(method));
            expect(outcomeOf(result)).toBe(ErrorCode.unknown);
            expect(Object.is(result.error.cause, thrown)).toBe(true);
            expect(await untouched()).toBe(true);
        }
    });
});

describe.each(readingPaths)("%s over a store whose %s answers nonsense (slot: %s)", (method, portMethod, slot) => {
    const many = portMethod !== "findByLookup";
    const answering = (record: unknown): Partial<PersistencePort> => ({
        [portMethod]: async () => await Promise.resolve(many ? [record] : record)
    });

    test.each<[string, unknown]>([
        ["null", null],
        ["a number", 7],
        ["an object of no shape", {}],
        ["a function", () => undefined],
        ["a symbol", Symbol("nonsense")],
        ["a revoked proxy", { then: (resolve: (value: unknown) => void) => resolve([revokedProxy()]) }]
    ])("does not reject at %s", async (_, nonsense) => {
        const { facade, untouched } = await facadeOver(slot, { [portMethod]: () => nonsense });
        const result = await callFacade(facade, method, request(method));
        expect([ErrorCode.unknown, ErrorCode.storeIsCorrupt]).toContain(outcomeOf(result));
        expect(await untouched()).toBe(true);
    });

    test("calls it corrupt when a record of another Identity comes", async () => {
        const bobs = { ...recordOf(bob, { id, status: "Active" }), slot: alice.address };
        const { facade, untouched } = await facadeOver(slot, answering(bobs));
        const result = await callFacade(facade, method, request(method));
        expect(result).toBeAnError(ErrorCode.storeIsCorrupt);
        expect(await untouched()).toBe(true);
    });

    test.each<[string, unknown]>([
        ["no data", undefined],
        ["data that are null", null],
        ["no process", {}],
        ["a process that is a text", { process: "Active" }],
        ["a process without status", { process: { id } }],
        ["a process with a date of no form", { process: { id, status: "Active", gracePeriodEndsAt: "tomorrow" } }]
    ])("calls it corrupt when a record holds %s", async (_, data) => {
        const { facade, untouched } = await facadeOver(slot, answering({ ...active(), data }));
        const result = await callFacade(facade, method, request(method));
        expect(result).toBeAnError(ErrorCode.storeIsCorrupt);
        expect(await untouched()).toBe(true);
    });
});

describe("A store that never comes to rest", () => {
    test.each<PersistenceErrorKind>(["staleRevision", "notFound"])(
        "and answers every update with %s is given up, in words that say why",
        async (kind) => {
            const update = async (): Promise<never> => await Promise.reject(new PersistenceError(kind, "again"));
            const { facade, untouched } = await facadeOver("taken", { update });
            const result = await facade.cancelIdentityDeletionProcess();
            expect(result).toBeAnError(ErrorCode.storeIsCorrupt);
            expect(result.error.message).toContain("refused 100 writes in a row");
            expect(await untouched()).toBe(true);
        }
    );
});
