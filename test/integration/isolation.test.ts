import fc from "fast-check";
import { ErrorCode, type IdentityContext } from "../../src";
import { requireReadable } from "../../src/ports/unreadableRecords";
import { callFacade, facadeMethods, outcomeOf } from "../support/facadeCalls";
import { alice, bob, createModule } from "../support/fixtures";
import { recordOf, storeWith } from "../support/records";
import { RecordingEventBus } from "../support/RecordingEventBus";
import { jsonOf } from "../../src/domain/record/StoredRecord";

const statuses = [
    "Active",
    "Approved",
    "Cancelled",
    "Deleting",
    "Deleted",
    "WaitingForApproval",
    "Rejected",
    "Postponed"
];

describe("Two Identities in one store", () => {
    test.each(statuses)("do not see or touch each other's process of status %s, by any method", async (status) => {
        const bobs = recordOf(bob, {
            status,
            createdAt: "2026-11-20T10:00:00.000Z",
            gracePeriodEndsAt: "2026-12-20T10:00:00.000Z"
        });
        const persistence = await storeWith(bobs);
        const { module } = await createModule({ persistence });
        const facade = module.forIdentity(alice).identityDeletionProcesses;
        const { id } = jsonOf(bobs.data).process as { id: string };

        expect(await facade.getIdentityDeletionProcess({ id })).toBeAnError(ErrorCode.recordNotFound);
        expect((await facade.getIdentityDeletionProcesses()).value).toEqual([]);
        expect(await facade.getActiveIdentityDeletionProcess()).toBeAnError(ErrorCode.noActiveIdentityDeletionProcess);
        expect(await facade.cancelIdentityDeletionProcess()).toBeAnError(ErrorCode.noActiveIdentityDeletionProcess);
        const initiated = await facade.initiateIdentityDeletionProcess();
        expect(initiated).toBeSuccessful();
        expect((await facade.getIdentityDeletionProcesses()).value).toStrictEqual([initiated.value]);
        expect(await facade.cancelIdentityDeletionProcess()).toBeSuccessful();
        expect(await persistence.list(bob.address)).toStrictEqual([bobs]);
    });

    test("cannot tell an id of the other from an id of nobody", async () => {
        const { module } = await createModule();
        const { value } = await module.forIdentity(bob).identityDeletionProcesses.initiateIdentityDeletionProcess();
        const facade = module.forIdentity(alice).identityDeletionProcesses;
        const anothers = await facade.getIdentityDeletionProcess({ id: value.id });
        const nobodys = await facade.getIdentityDeletionProcess({ id: "IDP00000000000000000" });
        expect(anothers).toBeAnError(ErrorCode.recordNotFound);
        expect(anothers.error.toString()).toBe(nobodys.error.toString());
    });

    test("stay apart when their addresses are nearly the same, or look like parts of a store's own keys", async () => {
        const address = fc.oneof(
            fc.constantFrom(
                "a",
                "A",
                "a ",
                " a",
                "a#",
                "a#IDP00000000000000001",
                "a\u0001",
                "ä",
                "a\u0308",
                "__proto__",
                "%",
                "_"
            ),
            fc.string({ minLength: 1, maxLength: 80 }).filter((text) => text.length <= 80)
        );
        await fc.assert(
            fc.asyncProperty(fc.uniqueArray(address, { minLength: 2, maxLength: 4 }), async (addresses) => {
                const { module } = await createModule();
                const scopes = addresses.map(
                    (one) => module.forIdentity({ ...alice, address: one }).identityDeletionProcesses
                );
                const initiated = await Promise.all(
                    scopes.map(async (facade) => await facade.initiateIdentityDeletionProcess())
                );
                for (const [index, facade] of scopes.entries()) {
                    const own = initiated[index].value;
                    expect((await facade.getIdentityDeletionProcesses()).value).toStrictEqual([own]);
                    expect((await facade.getActiveIdentityDeletionProcess()).value).toStrictEqual(own);
                    const found = await Promise.all(
                        initiated.map(async ({ value }) => await facade.getIdentityDeletionProcess(value))
                    );
                    expect(found.filter((result) => result.isSuccess)).toEqual([]);
                    const byId = await Promise.all(
                        initiated.map(async ({ value: { id } }) => await facade.getIdentityDeletionProcess({ id }))
                    );
                    expect(byId.map(outcomeOf)).toStrictEqual(
                        initiated.map((_, other) => (other === index ? own : ErrorCode.recordNotFound))
                    );
                }
            }),
            { numRuns: 200 }
        );
    });

    test("see the same of their own, whatever the other does with whatever request", async () => {
        const calls = fc.array(
            fc.record({
                method: fc.constantFrom(...facadeMethods),
                request: fc.oneof(
                    fc.constant(undefined),
                    fc.constant("an id of the other" as const),
                    fc.record({ lengthOfGracePeriodInDays: fc.double({ min: 0.1, max: 400, noNaN: true }) }),
                    fc.record({ id: fc.stringMatching(/^IDP[A-Za-z0-9]{17}$/) })
                )
            }),
            { maxLength: 15 }
        );
        await fc.assert(
            fc.asyncProperty(calls, async (plan) => {
                const eventBus = new RecordingEventBus();
                const { module, persistence } = await createModule({ eventBus });
                const scopeOf = (identity: IdentityContext) => module.forIdentity(identity).identityDeletionProcesses;
                await scopeOf(bob).initiateIdentityDeletionProcess();
                await scopeOf(bob).cancelIdentityDeletionProcess();
                const { id } = (await scopeOf(bob).initiateIdentityDeletionProcess()).value;
                const earlier = requireReadable(await persistence.list(bob.address));
                for (const { method, request } of plan) {
                    const result = await callFacade(
                        scopeOf(alice),
                        method,
                        typeof request === "string" ? { id } : request
                    );
                    const shown = result.isSuccess ? JSON.stringify(result.value) : result.error.toString();
                    for (const { data, lookup } of earlier) {
                        const process = jsonOf(data).process as { id: string };
                        expect(shown).not.toContain(process.id);
                        expect(shown).not.toContain(lookup);
                    }
                }
                expect(await persistence.list(bob.address)).toStrictEqual(earlier);
                expect(eventBus.events.slice(3).map(({ eventTargetAddress }) => eventTargetAddress)).not.toContain(
                    bob.address
                );
            }),
            { numRuns: 100 }
        );
    });
});
