import { ErrorCode } from "../../../../src";
import { GetActiveIdentityDeletionProcessUseCase } from "../../../../src/application/useCases/GetActiveIdentityDeletionProcess";
import { alice } from "../../../support/fixtures";
import { recordOf } from "../../../support/records";
import { workbench, type Workbench } from "../../../support/useCases";

const useCaseOf = ({ calls, repository }: Workbench): GetActiveIdentityDeletionProcessUseCase =>
    new GetActiveIdentityDeletionProcessUseCase(calls, repository);

describe(GetActiveIdentityDeletionProcessUseCase.name, () => {
    test.each(["Active", "Approved"])("answers with a process of status %s as Active", async (status) => {
        const record = recordOf(alice, { status, id: "IDP00000000000000042" });
        const bench = await workbench([record]);
        const result = await useCaseOf(bench).execute();
        expect(result.value).toStrictEqual({ id: "IDP00000000000000042", status: "Active" });
        // A read never writes: it is still stored as it was.
        expect(await bench.store.list(alice.address)).toStrictEqual([record]);
        expect(bench.bus.events).toEqual([]);
    });

    test.each(["Cancelled", "Deleting", "Deleted", "WaitingForApproval", "Rejected", "Postponed"])(
        "does not take %s for active",
        async (status) => {
            const bench = await workbench([recordOf(alice, { status })]);
            expect(await useCaseOf(bench).execute()).toBeAnError(ErrorCode.noActiveIdentityDeletionProcess);
        }
    );

    test("says that none is active where there is none", async () => {
        expect(await useCaseOf(await workbench()).execute()).toBeAnError(ErrorCode.noActiveIdentityDeletionProcess);
    });
});
