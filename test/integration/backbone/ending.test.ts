import { ErrorCode, type IdentityScope } from "../../../src";
import type { Fetch } from "../../../src/backbone";
import { fetchFrom } from "../../../src/testing";
import { BackboneWorld, connectTo, credentialsOf } from "../../support/backbone/BackboneWorld";
import { intercepting, once } from "../../support/backbone/intercepting";
import { alice } from "../../support/fixtures";

/** A fetch that answers nothing and heeds no signal, once it is told to. */
const deaf: Fetch = () => new Promise(() => undefined);

describe("A host that ends what is under way", () => {
    let world: BackboneWorld;
    beforeEach(() => (world = new BackboneWorld()));
    afterEach(async () => await world.close());

    test("ends one call and no other, and the next one finds out what became of it", async () => {
        const abort = new AbortController();
        const honest = fetchFrom(world.backbone);
        const fetch = intercepting(
            honest,
            once("POST DeletionProcesses", "after", () => abort.abort())
        );
        const { module, processes } = await world.device(alice, undefined, { fetch });
        const ended = module.forIdentity(alice, { signal: abort.signal });
        expect(await ended.identityDeletionProcesses.initiateIdentityDeletionProcess()).toBeAnError(
            ErrorCode.authorityNotReachable
        );
        expect(world.open).toHaveLength(1);
        expect((await processes.getActiveIdentityDeletionProcess()).value.id).toBe(world.open[0].id);
        // Its scope sends nothing more.
        const sent = world.backbone.log.length;
        expect(await ended.identityDeletionProcesses.cancelIdentityDeletionProcess()).toBeAnError(
            ErrorCode.authorityNotReachable
        );
        expect(await ended.identityDeletionProcesses.getActiveIdentityDeletionProcess()).toBeSuccessful();
        expect(world.backbone.log).toHaveLength(sent);
        expect(await processes.cancelIdentityDeletionProcess()).toBeSuccessful();
        expect(world.open).toEqual([]);
    });

    test("is told that nothing was sent where it ended the call before that", async () => {
        const abort = new AbortController();
        const fetch = intercepting(
            fetchFrom(world.backbone),
            once("POST token", "before", () => abort.abort())
        );
        const { module, processes } = await world.device(alice, undefined, { fetch });
        const { identityDeletionProcesses } = module.forIdentity(alice, { signal: abort.signal });
        const { error } = await identityDeletionProcesses.initiateIdentityDeletionProcess();
        expect(error).toMatchObject({
            code: ErrorCode.authorityNotReachable,
            message: expect.stringContaining("nothing was sent")
        });
        expect(await processes.getActiveIdentityDeletionProcess()).toBeAnError(
            ErrorCode.noActiveIdentityDeletionProcess
        );
        expect(world.requests("initiate")).toBe(0);
    });

    test("lets a request for a token go on that others wait for too", async () => {
        const abort = new AbortController();
        let answer = (): void => undefined;
        const answered = new Promise<void>((resolve) => (answer = resolve));
        const fetch = intercepting(
            fetchFrom(world.backbone),
            once("POST token", "after", () => answered)
        );
        const { module } = await world.device(alice, undefined, { fetch });
        const ended = module.forIdentity(alice, { signal: abort.signal }).backbone!.synchronize();
        abort.abort();
        expect(await ended).toBeAnError(ErrorCode.authorityNotReachable);
        const waiting = module.forIdentity(alice).backbone!.synchronize();
        answer();
        expect(await waiting).toBeSuccessful();
        expect(world.requests("token")).toBe(1);
    });

    test.each(["token", "list"] as const)("waits no longer for what hears no signal: %s", async (kind) => {
        const isDeaf = (url: string): boolean => url.endsWith("/connect/token") === (kind === "token");
        const fetch: Fetch = async (url, request) =>
            await (isDeaf(url) ? deaf : fetchFrom(world.backbone))(url, request);
        const { scope } = await world.device(alice, undefined, { fetch, requestTimeoutInMs: 20 });
        const { error } = await scope.backbone!.synchronize();
        expect(error).toMatchObject({ code: ErrorCode.authorityNotReachable });
        expect(error.cause).toMatchObject({ message: "TimeoutError" });
    });

    test("waits no longer for credentials that do not come", async () => {
        const credentialsThatHang = {
            credentialsOf: () => new Promise<never>(() => undefined),
            requestTimeoutInMs: 20
        };
        const { processes } = await world.device(alice, undefined, credentialsThatHang);
        expect(await processes.initiateIdentityDeletionProcess()).toBeAnError(ErrorCode.invalidCredentials);
        expect(world.backbone.log).toEqual([]);
    });

    test.each(["the authority", "the scope"])(
        "ends a pause between two attempts, by the signal of %s",
        async (whose) => {
            const abort = new AbortController();
            const pausing = { retry: { attempts: 3, firstDelayInMs: 3_600_000, maxDelayInMs: 3_600_000 } };
            const fetch = intercepting(
                fetchFrom(world.backbone),
                once("GET DeletionProcesses", "after", () => void setImmediate(() => abort.abort()))
            );
            const ofAuthority = whose === "the authority" ? { signal: abort.signal } : {};
            const { module } = await world.device(alice, undefined, { ...pausing, ...ofAuthority, fetch });
            world.backbone.failNext("list", "serverError");
            const scope: IdentityScope =
                whose === "the scope" ? module.forIdentity(alice, { signal: abort.signal }) : module.forIdentity(alice);
            const { error } = await scope.backbone!.synchronize();
            expect(error).toMatchObject({
                code: ErrorCode.authorityNotReachable,
                backboneCode: "error.platform.unexpected"
            });
            expect(world.requests("list")).toBe(1);
        }
    );

    test("sends nothing with a signal that has aborted before, and closes all the same", async () => {
        const { module, processes } = await world.device(alice, undefined, { signal: AbortSignal.abort() });
        const { error } = await processes.initiateIdentityDeletionProcess();
        expect(error).toMatchObject({ code: ErrorCode.authorityNotReachable });
        expect(world.backbone.log).toEqual([]);
        await module.close();
    });

    test("sends nothing after an attempt that was paused, however late its time comes", async () => {
        const abort = new AbortController();
        const pausing = { retry: { attempts: 2, firstDelayInMs: 20, maxDelayInMs: 20 } };
        const fetch = intercepting(
            fetchFrom(world.backbone),
            once("GET DeletionProcesses", "after", () => void setImmediate(() => abort.abort()))
        );
        const { module } = await world.device(alice, undefined, { ...pausing, fetch });
        world.backbone.failNext("list", "serverError");
        const { backbone } = module.forIdentity(alice, { signal: abort.signal });
        expect(await backbone!.synchronize()).toBeAnError(ErrorCode.authorityNotReachable);
        // The second attempt's time; a timer that was set later goes off later.
        await new Promise((resolve) => setTimeout(resolve, 40));
        expect(world.requests("list")).toBe(1);
    });

    test.each([
        ["requestTimeoutInMs", { requestTimeoutInMs: 2_147_483_648 }],
        ["lateArrivalInMs", { lateArrivalInMs: 1e300 }],
        ["retry.maxDelayInMs", { retry: { maxDelayInMs: 3_000_000_000 } }]
    ])("is refused a time that no timer can wait for: %s", (name, options) => {
        const connect = (): unknown => connectTo({ ...options, credentialsOf: () => credentialsOf(alice.deviceId) });
        expect(connect).toThrow(RangeError);
        expect(connect).toThrow(name);
    });
});
