import { ErrorCode } from "../../../../src";
import { GetIdentityDeletionProcessUseCase } from "../../../../src/application/useCases/GetIdentityDeletionProcess";
import { alice, bob } from "../../../support/fixtures";
import { noObjects, unreadableObjects } from "../../../support/hostileRequests";
import { recordOf, someProcessId } from "../../../support/records";
import { workbench, type Workbench } from "../../../support/useCases";

const useCaseOf = ({ calls, repository }: Workbench): GetIdentityDeletionProcessUseCase =>
    new GetIdentityDeletionProcessUseCase(calls, repository);

describe(GetIdentityDeletionProcessUseCase.name, () => {
    test.each<[string, string]>([
        ["Active", "Active"],
        ["Approved", "Active"],
        ["Cancelled", "Cancelled"],
        ["Deleting", "Deleting"],
        ["Deleted", "Deleted"],
        ["WaitingForApproval", "WaitingForApproval"],
        ["Rejected", "Rejected"],
        ["Postponed", "Postponed"]
    ])("answers with a process of status %s as %s", async (status, shown) => {
        const id = someProcessId();
        const result = await useCaseOf(await workbench([recordOf(alice, { id, status })])).execute({ id });
        expect(result.value).toStrictEqual({ id, status: shown });
    });

    test("does not know an id that is nobody's, nor one of another Identity, and tells them not apart", async () => {
        const id = someProcessId();
        const useCase = useCaseOf(await workbench([recordOf(bob, { id, status: "Active" })]));
        const [anothers, nobodys] = [await useCase.execute({ id }), await useCase.execute({ id: someProcessId() })];
        expect(anothers).toBeAnError(ErrorCode.recordNotFound);
        expect(anothers.error.toString()).toBe(nobodys.error.toString());
    });

    test.each<[string, unknown]>([
        ...noObjects,
        ["nothing", undefined],
        ["no id", {}],
        ["an id with a line break behind it", { id: "IDP00000000000000001\n" }],
        ["an unknown property", { id: "IDP00000000000000001", status: "Active" }]
    ])("refuses %s and does not ask the store", async (_, request) => {
        const findByLookup = jest.fn();
        const bench = await workbench([], () => ({ findByLookup }));
        expect(await useCaseOf(bench).execute(request)).toBeAnError(ErrorCode.invalidPropertyValue);
        expect(findByLookup).not.toHaveBeenCalled();
    });

    test.each(unreadableObjects)("does not reject at %s", async (_, request) => {
        expect(await useCaseOf(await workbench()).execute(request())).toBeAnError(ErrorCode.unknown);
    });

    test("reads the id of a request that is an instance of a class with a getter", async () => {
        const id = someProcessId();
        class Request {
            public get id(): string {
                return id;
            }
        }
        const result = await useCaseOf(await workbench([recordOf(alice, { id, status: "Active" })])).execute(
            new Request()
        );
        expect(result.value.id).toBe(id);
    });
});
