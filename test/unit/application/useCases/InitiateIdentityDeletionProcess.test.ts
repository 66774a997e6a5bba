import { ErrorCode } from "../../../../src";
import { InitiateIdentityDeletionProcessUseCase } from "../../../../src/application/useCases/InitiateIdentityDeletionProcess";
import { alice } from "../../../support/fixtures";
import { noObjects, unreadableObjects } from "../../../support/hostileRequests";
import { recordOf } from "../../../support/records";
import { workbench, type Workbench } from "../../../support/useCases";

const useCaseOf = ({ calls, controller }: Workbench): InitiateIdentityDeletionProcessUseCase =>
    new InitiateIdentityDeletionProcessUseCase(calls, controller);

describe(InitiateIdentityDeletionProcessUseCase.name, () => {
    test("answers with the new process and publishes it", async () => {
        const bench = await workbench();
        const result = await useCaseOf(bench).execute({ lengthOfGracePeriodInDays: 1.5 });
        expect(result).toBeSuccessful();
        expect(result.value).toStrictEqual({
            id: expect.stringMatching(/^IDP[A-Za-z0-9]{17}$/),
            status: "Active",
            createdAt: "2026-11-23T10:00:00.000Z",
            createdByDevice: alice.deviceId,
            gracePeriodEndsAt: "2026-11-24T22:00:00.000Z"
        });
        expect(bench.bus.events[0].data).toStrictEqual(result.value);
    });

    test.each([undefined, {}, { lengthOfGracePeriodInDays: undefined }])(
        "takes 14 days for the request %p",
        async (request) => {
            const result = await useCaseOf(await workbench()).execute(request);
            expect(result.value.gracePeriodEndsAt).toBe("2026-12-07T10:00:00.000Z");
        }
    );

    test.each<[string, unknown]>([
        ...noObjects,
        ["a length of 0", { lengthOfGracePeriodInDays: 0 }],
        ["a length of -0", { lengthOfGracePeriodInDays: -0 }],
        ["a length above the policy", { lengthOfGracePeriodInDays: 365.1 }],
        ["a length as a text", { lengthOfGracePeriodInDays: "14" }],
        ["no length at all", { lengthOfGracePeriodInDays: NaN }],
        ["a property of another method", { id: "IDP00000000000000001" }]
    ])("refuses %s, stores nothing and publishes nothing", async (_, request) => {
        const bench = await workbench();
        expect(await useCaseOf(bench).execute(request)).toBeAnError(ErrorCode.invalidPropertyValue);
        expect(await bench.store.list(alice.address)).toEqual([]);
        expect(bench.bus.events).toEqual([]);
    });

    test.each(unreadableObjects)("does not reject at %s, and stores nothing", async (_, request) => {
        const bench = await workbench();
        expect(await useCaseOf(bench).execute(request())).toBeAnError(ErrorCode.unknown);
        expect(await bench.store.list(alice.address)).toEqual([]);
    });

    test("looks at the request before it looks at the store", async () => {
        const bench = await workbench([recordOf(alice, { status: "Active" })]);
        const result = await useCaseOf(bench).execute({ lengthOfGracePeriodInDays: "14" });
        expect(result).toBeAnError(ErrorCode.invalidPropertyValue);
    });

    test("answers storeUnavailable once the module is closed", async () => {
        const bench = await workbench();
        await bench.calls.close();
        expect(await useCaseOf(bench).execute()).toBeAnError(ErrorCode.storeUnavailable);
        expect(await bench.store.list(alice.address)).toEqual([]);
    });

    test("has ended its call, however it went, when it answers", async () => {
        const bench = await workbench();
        await useCaseOf(bench).execute();
        await useCaseOf(bench).execute();
        await useCaseOf(bench).execute(null);
        await expect(bench.calls.close()).resolves.toBeUndefined();
    });

    test("reads the length of a request that is an instance of a class with a getter", async () => {
        class Request {
            public get lengthOfGracePeriodInDays(): number {
                return 2;
            }
        }
        const result = await useCaseOf(await workbench()).execute(new Request());
        expect(result.value.gracePeriodEndsAt).toBe("2026-11-25T10:00:00.000Z");
    });
});
