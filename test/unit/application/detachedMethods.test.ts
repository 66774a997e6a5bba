import { ErrorCode, IdentityDeletionProcessFacade, type IdentityDeletionProcessDTO } from "../../../src";
import { BackboneWorld } from "../../support/backbone/BackboneWorld";
import { alice, createModule } from "../../support/fixtures";

/** What a button hands to its handler. */
const click = (): Event => new Event("click");
type Handler = (event: Event) => ReturnType<IdentityDeletionProcessFacade["getActiveIdentityDeletionProcess"]>;

describe(`The methods of ${IdentityDeletionProcessFacade.name}, taken off it`, () => {
    test("work when they are destructured", async () => {
        const { module } = await createModule();
        const {
            initiateIdentityDeletionProcess,
            cancelIdentityDeletionProcess,
            getActiveIdentityDeletionProcess,
            getIdentityDeletionProcess,
            getIdentityDeletionProcesses
        } = module.forIdentity(alice).identityDeletionProcesses;
        const initiated = await initiateIdentityDeletionProcess({ lengthOfGracePeriodInDays: 1 });
        const { id } = initiated.value;
        expect((await getActiveIdentityDeletionProcess()).value).toStrictEqual(initiated.value);
        expect((await getIdentityDeletionProcess({ id })).value).toStrictEqual(initiated.value);
        expect((await cancelIdentityDeletionProcess()).value.status).toBe("Cancelled");
        expect((await getIdentityDeletionProcesses()).value).toMatchObject([{ id, status: "Cancelled" }]);
    });

    test("work as handlers, which are called with an event", async () => {
        const { module } = await createModule();
        const facade = module.forIdentity(alice).identityDeletionProcesses;
        const { value } = await facade.initiateIdentityDeletionProcess();
        const onShow: Handler = facade.getActiveIdentityDeletionProcess;
        const onCancel: Handler = facade.cancelIdentityDeletionProcess;
        expect((await onShow(click())).value).toStrictEqual(value);
        expect((await onCancel(click())).value).toMatchObject<Partial<IdentityDeletionProcessDTO>>({ id: value.id });
    });

    test("start nothing by an event, which is no request", async () => {
        const { module } = await createModule();
        const facade = module.forIdentity(alice).identityDeletionProcesses;
        const onClick = facade.initiateIdentityDeletionProcess as Handler;
        expect(await onClick(click())).toBeAnError(ErrorCode.invalidPropertyValue);
        expect((await facade.getIdentityDeletionProcesses()).value).toEqual([]);
    });

    test("do not depend on what they are called on", async () => {
        const { module } = await createModule();
        const facade = module.forIdentity(alice).identityDeletionProcesses;
        const other = { cancel: facade.cancelIdentityDeletionProcess };
        expect(await other.cancel()).toBeAnError(ErrorCode.noActiveIdentityDeletionProcess);
        expect(facade.cancelIdentityDeletionProcess).toBe(facade.cancelIdentityDeletionProcess);
    });
});

describe("The other methods of a scope, taken off it", () => {
    test("work, also as handlers", async () => {
        const world = new BackboneWorld();
        const { scope } = await world.device();
        const { decideOpenProcess } = scope;
        const { synchronize, externalEventReceived } = scope.backbone!;
        const onClick = synchronize as (event: Event) => ReturnType<typeof synchronize>;
        expect(await onClick(click())).toBeSuccessful();
        expect(await externalEventReceived({})).toBeSuccessful();
        const onDecide = decideOpenProcess as (decision: unknown) => ReturnType<typeof decideOpenProcess>;
        expect(await onDecide(click())).toBeAnError(ErrorCode.invalidPropertyValue);
        await world.close();
    });
});
