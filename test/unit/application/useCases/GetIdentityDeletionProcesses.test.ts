import { ErrorCode } from "../../../../src";
import { GetIdentityDeletionProcessesUseCase } from "../../../../src/application/useCases/GetIdentityDeletionProcesses";
import { alice, bob } from "../../../support/fixtures";
import { recordOf } from "../../../support/records";
import { workbench, type Workbench } from "../../../support/useCases";

const useCaseOf = ({ calls, repository }: Workbench): GetIdentityDeletionProcessesUseCase =>
    new GetIdentityDeletionProcessesUseCase(calls, repository);

describe(GetIdentityDeletionProcessesUseCase.name, () => {
    test("answers with none", async () => {
        expect((await useCaseOf(await workbench([recordOf(bob, { status: "Active" })])).execute()).value).toEqual([]);
    });

    test("answers with all, oldest first, those of unknown age before them", async () => {
        const bench = await workbench([
            recordOf(alice, { status: "Approved", createdAt: "2026-11-22T10:00:00.000Z" }),
            recordOf(alice, { status: "Cancelled", createdAt: "2026-11-20T10:00:00.000Z" }),
            recordOf(alice, { status: "Rejected" })
        ]);
        const result = await useCaseOf(bench).execute();
        expect(result.value.map(({ status, createdAt }) => [status, createdAt])).toEqual([
            ["Rejected", undefined],
            ["Cancelled", "2026-11-20T10:00:00.000Z"],
            ["Active", "2026-11-22T10:00:00.000Z"]
        ]);
    });

    test("answers with none of them where one cannot be read: an answer is never silently incomplete", async () => {
        const broken = { ...recordOf(alice, { status: "Cancelled" }), data: { process: "broken" } };
        const bench = await workbench([recordOf(alice, { status: "Active" }), broken]);
        expect(await useCaseOf(bench).execute()).toBeAnError(ErrorCode.storeIsCorrupt);
    });
});
