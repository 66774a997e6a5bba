import { Result } from "@js-soft/ts-utils";
import fc from "fast-check";
import { ErrorCode, type PersistencePort } from "../../src";
import { InMemoryPersistence } from "../../src/adapters/memory";
import { callFacade, facadeMethods } from "../support/facadeCalls";
import { alice, createModule } from "../support/fixtures";
import { hostileRequest, thrownByAStore, type Making } from "../support/hostileArbitraries";
import { RecordingEventBus } from "../support/RecordingEventBus";

const valuesAtOnce = 200;
const runs = 525;

const knownCodes: string[] = Object.values(ErrorCode);

function expectAnAnswer(result: Result<unknown>): void {
    // Not a matcher: there are a great many of them, and a matcher costs more than all else here.
    if (result instanceof Result && (result.isSuccess || knownCodes.includes(result.error.code))) return;
    throw new Error(`This is no answer of the facade: ${JSON.stringify(result)}`);
}

describe("The facade never rejects", () => {
    test("whatever it is given: more than 100,000 values, each sent to every method that takes one", async () => {
        let sent = 0;
        const outcomes = new Set<string>();
        const requests = fc.array(hostileRequest, { minLength: valuesAtOnce, maxLength: valuesAtOnce });
        await fc.assert(
            fc.asyncProperty(requests, async (makings) => {
                const { module, persistence } = await createModule();
                const facade = module.forIdentity(alice).identityDeletionProcesses;
                for (const { make } of makings) {
                    const initiated = await callFacade(facade, "initiateIdentityDeletionProcess", make());
                    const got = await callFacade(facade, "getIdentityDeletionProcess", make());
                    for (const result of [initiated, got]) {
                        expectAnAnswer(result);
                        outcomes.add(result.isSuccess ? "success" : result.error.code);
                    }
                    const stored = await persistence.findCurrent(alice.address);
                    if (stored.length !== (initiated.isSuccess ? 1 : 0)) throw new Error("A refusal was stored.");
                    if (initiated.isSuccess) await facade.cancelIdentityDeletionProcess();
                    sent++;
                }
            }),
            { numRuns: runs }
        );
        expect(sent).toBeGreaterThanOrEqual(100_000);
        // All that can be answered here was answered: the values were not all of one kind.
        const { invalidPropertyValue, recordNotFound, unknown } = ErrorCode;
        expect([...outcomes].sort()).toEqual(["success", invalidPropertyValue, recordNotFound, unknown].sort());
    });

    test("also where a method that takes nothing is given something", async () => {
        const { module } = await createModule();
        const facade = module.forIdentity(alice).identityDeletionProcesses;
        await fc.assert(
            fc.asyncProperty(fc.constantFrom(...facadeMethods), hostileRequest, async (method, { make }) => {
                expectAnAnswer(await callFacade(facade, method, make()));
            }),
            { numRuns: 1_000 }
        );
    });

    test("whatever the store throws, at any of its methods, at any time; and what failed is not published", async () => {
        const fault = fc.record({ how: fc.constantFrom("works", "throws", "rejects"), thrown: thrownByAStore });
        const faults = fc.array(fault, { minLength: 10, maxLength: 30 });
        const methods = fc.array(fc.constantFrom(...facadeMethods), { minLength: 20, maxLength: 20 });
        const outcomes = new Set<string>();
        await fc.assert(
            fc.asyncProperty(methods, faults, async (calls, plan) => {
                const eventBus = new RecordingEventBus();
                const { persistence, beginToFail } = failingByPlan(plan);
                const { module } = await createModule({ persistence, eventBus });
                beginToFail();
                const facade = module.forIdentity(alice).identityDeletionProcesses;
                for (const method of calls) {
                    const published = eventBus.events.length;
                    const result = await callFacade(facade, method, { id: "IDP00000000000000001" });
                    expectAnAnswer(result);
                    if (result.isError) expect(eventBus.events).toHaveLength(published);
                    outcomes.add(result.isSuccess ? "success" : result.error.code);
                }
            }),
            { numRuns: 300 }
        );
        expect(outcomes).toContain("success");
        expect(outcomes).toContain(ErrorCode.storeUnavailable);
        expect(outcomes).toContain(ErrorCode.storeIsCorrupt);
        expect(outcomes).toContain(ErrorCode.storeIsOfNewerVersion);
        expect(outcomes).toContain(ErrorCode.unknown);
    });
});

/**
 * A memory store of which each call of the facade meets the next fault of the plan, over and over; from `beginToFail` on,
 * since the module's creation may reject.
 */
function failingByPlan(plan: { how: string; thrown: Making }[]): {
    persistence: PersistencePort;
    beginToFail: () => void;
} {
    let calls = 0;
    let hasBegun = false;
    const persistence = new Proxy(new InMemoryPersistence(), {
        get(store, name) {
            const method: unknown = Reflect.get(store, name);
            if (typeof method !== "function") return method;
            if (!hasBegun) return (...args: unknown[]) => Reflect.apply(method, store, args);
            return (...args: unknown[]): unknown => {
                const { how, thrown } = plan[calls++ % plan.length];
                if (how === "throws") throw thrown.make();
                // Also what is no Error: that is what this is about.
                if (how === "rejects") return Promise.reject(thrown.make());
                return Reflect.apply(method, store, args);
            };
        }
    });
    return { persistence, beginToFail: () => void (hasBegun = true) };
}
