import { ErrorCode } from "../../../../src";
import { CancelIdentityDeletionProcessUseCase } from "../../../../src/application/useCases/CancelIdentityDeletionProcess";
import { alice, alicesTablet } from "../../../support/fixtures";
import { recordOf } from "../../../support/records";
import { workbench, type Workbench } from "../../../support/useCases";

const useCaseOf = ({ calls, controller }: Workbench): CancelIdentityDeletionProcessUseCase =>
    new CancelIdentityDeletionProcessUseCase(calls, controller);

const approved = {
    id: "IDP00000000000000042",
    status: "Approved",
    createdAt: "2026-11-20T10:00:00.000Z",
    createdByDevice: alicesTablet.deviceId,
    gracePeriodEndsAt: "2026-12-04T10:00:00.000Z"
};

describe(CancelIdentityDeletionProcessUseCase.name, () => {
    test("answers with the cancelled process, which keeps its end, and publishes it", async () => {
        const bench = await workbench([recordOf(alice, approved)]);
        const result = await useCaseOf(bench).execute();
        const expected = {
            ...approved,
            status: "Cancelled",
            cancelledAt: "2026-11-23T10:00:00.000Z",
            cancelledByDevice: alice.deviceId
        };
        expect(result.value).toStrictEqual(expected);
        expect(bench.bus.events.map(({ data }) => data)).toStrictEqual([expected]);
        const [record] = await bench.store.list(alice.address);
        expect(record).toMatchObject({ slot: record.key, revision: 2, dueAt: null, data: { process: expected } });
    });

    test("says that none is active where there is none", async () => {
        expect(await useCaseOf(await workbench()).execute()).toBeAnError(ErrorCode.noActiveIdentityDeletionProcess);
    });

    test("says that it is too late from the end of the grace period on", async () => {
        const bench = await workbench([recordOf(alice, approved)]);
        bench.clock.set(approved.gracePeriodEndsAt);
        expect(await useCaseOf(bench).execute()).toBeAnError(ErrorCode.gracePeriodHasExpired);
        bench.clock.advance({ milliseconds: -1 });
        expect(await useCaseOf(bench).execute()).toBeSuccessful();
    });

    test("answers storeUnavailable once the module is closed", async () => {
        const bench = await workbench([recordOf(alice, approved)]);
        await bench.calls.close();
        expect(await useCaseOf(bench).execute()).toBeAnError(ErrorCode.storeUnavailable);
    });
});
