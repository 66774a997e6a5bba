import { inspect } from "node:util";
import type { Result } from "@js-soft/ts-utils";
import { ErrorCode } from "../../../src";
import { InMemoryPersistence } from "../../../src/adapters/memory";
import { BackboneFailure, type Fetch } from "../../../src/backbone";
import { BackboneServer } from "../../../src/testing/backbone";
import { fetchFrom, type BackboneFault } from "../../../src/testing";
import { BackboneWorld, connectTo, credentialsOf, type DeviceUnderTest } from "../../support/backbone/BackboneWorld";
import { intercepting, once } from "../../support/backbone/intercepting";
import { alice, alicesTablet } from "../../support/fixtures";

const outcome = (result: Result<unknown>): string =>
    result.isSuccess ? "success" : result.error.code.split(".").at(-1)!;

describe("What the Backbone answers when something is wrong", () => {
    let world: BackboneWorld;
    beforeEach(() => (world = new BackboneWorld()));
    afterEach(async () => await world.close());

    test.each<[string, BackboneFault, string, boolean]>([
        ["the answer is lost", "dropResponse", "success", true],
        ["the answer is cut off", "truncate", "success", true],
        ["something breaks inside, afterwards", "serverErrorAfterwards", "success", true],
        ["a proxy sends it twice", "twice", "success", true],
        ["the token is withdrawn", "expireToken", "success", true],
        ["something breaks inside, before", "serverError", "authorityNotReachable", false],
        ["the request is lost", "dropRequest", "outcomeIsNotKnownYet", false],
        ["a proxy answers", "badGateway", "outcomeIsNotKnownYet", false],
        ["it is forbidden", "forbid", "forbidden", false],
        ["a proxy is busy", {}, "quotaExhausted", false]
    ])("to initiate, when %s", async (_, fault, code, isOpen) => {
        const { processes } = await world.device();
        world.backbone.failNext("initiate", fault);
        expect(outcome(await processes.initiateIdentityDeletionProcess())).toBe(code);
        expect(world.open).toHaveLength(isOpen ? 1 : 0);
        world.clock.advance({ minutes: 1 });
        expect(outcome(await processes.getActiveIdentityDeletionProcess())).toBe(
            isOpen ? "success" : "noActiveIdentityDeletionProcess"
        );
        expect(outcome(await processes.initiateIdentityDeletionProcess())).toBe(
            isOpen ? "activeIdentityDeletionProcessAlreadyExists" : "success"
        );
    });

    test.each<[string, BackboneFault, string]>([
        ["the answer is lost", "dropResponse", "success"],
        ["something breaks inside, afterwards", "serverErrorAfterwards", "success"],
        ["something breaks inside, before", "serverError", "authorityNotReachable"],
        ["the request is lost", "dropRequest", "outcomeIsNotKnownYet"],
        ["it is forbidden", "forbid", "forbidden"]
    ])("to cancel, when %s", async (_, fault, code) => {
        const { processes } = await world.device();
        const { value } = await processes.initiateIdentityDeletionProcess();
        world.backbone.failNext("cancel", fault);
        expect(outcome(await processes.cancelIdentityDeletionProcess())).toBe(code);
        if (code === "success") {
            expect((await processes.getIdentityDeletionProcess({ id: value.id })).value).toMatchObject({
                status: "Cancelled",
                cancelledByDevice: alice.deviceId,
                gracePeriodEndsAt: value.gracePeriodEndsAt
            });
        } else {
            expect((await processes.getActiveIdentityDeletionProcess()).value).toStrictEqual(value);
            expect(await processes.cancelIdentityDeletionProcess()).toBeSuccessful();
        }
        expect(world.open).toEqual([]);
    });

    test("shows no success where another device has cancelled it before its answer was found out", async () => {
        const tablet = await world.device(alicesTablet);
        const cancelOnTablet = async (): Promise<void> => {
            expect(await tablet.processes.cancelIdentityDeletionProcess()).toBeSuccessful();
            throw new Error("The connection broke.");
        };
        const fetch = intercepting(fetchFrom(world.backbone), once("POST DeletionProcesses", "after", cancelOnTablet));
        const { processes } = await world.device(alice, undefined, { fetch });
        const { error } = await processes.initiateIdentityDeletionProcess();
        expect(error).toMatchObject({ code: ErrorCode.noActiveIdentityDeletionProcess });
        expect(error.message).toContain("another device has cancelled it");
        expect((await processes.getIdentityDeletionProcesses()).value).toMatchObject([{ status: "Cancelled" }]);
        expect(await processes.initiateIdentityDeletionProcess()).toBeSuccessful();
    });

    test("answers with the end also where another process has stored the cancellation before the answer", async () => {
        const persistence = new InMemoryPersistence();
        const other = await world.device(alice, persistence);
        const tablet = await world.device(alicesTablet);
        const seenByOther = async (): Promise<void> => {
            expect(await tablet.processes.cancelIdentityDeletionProcess()).toBeSuccessful();
            await other.scope.backbone!.synchronize();
        };
        const fetch = intercepting(fetchFrom(world.backbone), once("POST DeletionProcesses", "after", seenByOther));
        const { processes } = await world.device(alice, persistence, { fetch });
        expect((await processes.initiateIdentityDeletionProcess()).value).toStrictEqual({
            id: expect.any(String),
            status: "Cancelled",
            createdAt: expect.any(String),
            createdByDevice: alice.deviceId,
            gracePeriodEndsAt: expect.any(String)
        });
    });

    test("never says none while a command of unknown outcome may still arrive", async () => {
        const { processes } = await world.device();
        world.backbone.failNext("initiate", "arriveLate");
        expect(await processes.initiateIdentityDeletionProcess()).toBeAnError(ErrorCode.outcomeIsNotKnownYet);
        expect(await processes.getActiveIdentityDeletionProcess()).toBeAnError(ErrorCode.outcomeIsNotKnownYet);
        expect(await processes.cancelIdentityDeletionProcess()).toBeAnError(ErrorCode.outcomeIsNotKnownYet);
        expect(await processes.initiateIdentityDeletionProcess()).toBeAnError(ErrorCode.outcomeIsNotKnownYet);
        world.backbone.failNext("list", "dropRequest");
        expect(await processes.getActiveIdentityDeletionProcess()).toBeAnError(ErrorCode.authorityNotReachable);
        world.backbone.deliverLateRequests();
        expect(await processes.getActiveIdentityDeletionProcess()).toBeSuccessful();
        expect(await processes.cancelIdentityDeletionProcess()).toBeSuccessful();
        expect(world.open).toEqual([]);
    });

    test("says until when the quota is exhausted, and keeps the correlation id", async () => {
        const { processes } = await world.device();
        const isExhaustedUntil = "2026-11-24T00:00:00.000Z";
        world.backbone.failNext("initiate", { isExhaustedUntil, retryAfterInSeconds: 50_000 });
        const { error } = await processes.initiateIdentityDeletionProcess();
        expect(error).toBeInstanceOf(BackboneFailure);
        expect(error).toMatchObject({
            code: ErrorCode.quotaExhausted,
            isExhaustedUntil,
            retryAfterInMs: 50_000_000,
            correlationId: expect.stringMatching(/^[0-9a-f]{32}$/)
        });
    });

    test("sends again only what can safely be sent again", async () => {
        const retry = { attempts: 3, firstDelayInMs: 0, maxDelayInMs: 0 };
        const { processes, scope } = await world.device(alice, undefined, { retry });
        for (const fault of [{}, {}] as BackboneFault[]) world.backbone.failNext("initiate", fault);
        expect(await processes.initiateIdentityDeletionProcess()).toBeSuccessful();
        expect(world.requests("initiate")).toBe(3);
        for (const fault of ["serverError", "badGateway"] as const) world.backbone.failNext("list", fault);
        expect(await scope.backbone!.synchronize()).toBeSuccessful();
        expect(world.requests("list")).toBe(3);
        world.backbone.failNext("cancel", "serverError");
        expect(await processes.cancelIdentityDeletionProcess()).toBeAnError(ErrorCode.authorityNotReachable);
        expect(world.requests("cancel")).toBe(1);
    });

    test("shares one fresh token among concurrent calls when the old one is withdrawn", async () => {
        const { scope, module } = await world.device();
        await scope.backbone!.synchronize();
        world.backbone.expireTokens();
        const other = module.forIdentity(alice).backbone!;
        const results = await Promise.all([scope.backbone!.synchronize(), other.synchronize(), other.synchronize()]);
        expect(results.map(outcome)).toEqual(["success", "success", "success"]);
        expect(world.requests("token")).toBe(2);
    });

    test("tells a wrong password from a deleted Identity", async () => {
        const wrong = { credentialsOf: () => ({ ...credentialsOf(alice.deviceId), password: "wrong" }) };
        const { processes } = await world.device(alice, undefined, wrong);
        expect(await processes.initiateIdentityDeletionProcess()).toBeAnError(ErrorCode.invalidCredentials);
        const none = { credentialsOf: () => Promise.reject(new Error("locked")) };
        const locked = await world.device(alice, undefined, none);
        expect(await locked.processes.initiateIdentityDeletionProcess()).toBeAnError(ErrorCode.invalidCredentials);
    });

    test("gives up what takes too long, and follows no redirect", async () => {
        const slow = await world.device(alice, undefined, { requestTimeoutInMs: 20 });
        world.backbone.failNext("list", { delayInMs: 200, before: "request" });
        expect(await slow.scope.backbone!.synchronize()).toBeAnError(ErrorCode.authorityNotReachable);
        const elsewhere: string[] = [];
        const redirecting: Fetch = async (url, { redirect }) => {
            elsewhere.push(`${redirect} ${url}`);
            return { status: 302, headers: { get: () => "https://evil.example" }, body: null, text: async () => "" };
        };
        const { scope } = await world.device(alice, undefined, { fetch: redirecting });
        expect(await scope.backbone!.synchronize()).toBeAnError(ErrorCode.authorityNotReachable);
        expect(elsewhere).toEqual(["manual https://backbone.example.org/connect/token"]);
    });

    test("reads no more of a huge answer than it allows", async () => {
        const { Response } = globalThis;
        let read = 0;
        const endless: Fetch = async (url, request) => {
            if (url.endsWith("/connect/token")) return await fetchFrom(world.backbone)(url, request);
            const body = new ReadableStream({
                pull: (controller) => {
                    read += 65_536;
                    controller.enqueue(new Uint8Array(65_536));
                }
            });
            return new Response(body);
        };
        const { scope } = await world.device(alice, undefined, { fetch: endless });
        expect(await scope.backbone!.synchronize()).toBeAnError(ErrorCode.authorityNotReachable);
        // 16 MiB, which no list of a person's reaches, and what had been asked for by then.
        expect(read).toBeLessThan(16 * 1024 * 1024 + 4 * 65_536);
    });

    test("keeps secrets and tokens out of every error, its causes and its stack", async () => {
        const server = await BackboneServer.start(world.backbone);
        const over = { url: server.url, allowUnencrypted: true, fetch: undefined, clientSecret: "test" };
        const faults: BackboneFault[] = [
            "dropRequest",
            "truncate",
            "serverError",
            "badGateway",
            "forbid",
            "expireToken"
        ];
        const errors: unknown[] = [];
        const note = ({ isError, error }: Result<unknown>): unknown => isError && errors.push(error);
        const act = async ({ processes, scope }: DeviceUnderTest): Promise<void> => {
            for (const kind of ["token", "list", "initiate", "cancel"] as const) {
                for (const fault of faults) {
                    world.backbone.failNext(kind, fault);
                    if (kind === "token") world.backbone.expireTokens();
                    note(await scope.backbone!.synchronize());
                    note(await processes.initiateIdentityDeletionProcess());
                    note(await processes.cancelIdentityDeletionProcess());
                    world.clock.advance({ minutes: 1 });
                }
            }
        };
        await act(await world.device(alice, undefined, over));
        // A transport whose own errors repeat everything that it was given.
        const telling: Fetch = async (url, request) => {
            const { status } = await fetchFrom(world.backbone)(url, request);
            const error = new Error(`${url} ${status} ${JSON.stringify(request)}`);
            if (url.endsWith("/connect/token")) throw error;
            throw Object.assign(error, { cause: { code: "ECONNRESET", request } });
        };
        await act(await world.device(alice, undefined, { fetch: telling }));
        await server.stop();
        note(await (await world.device(alice, undefined, over)).scope.backbone!.synchronize());

        expect(errors.length).toBeGreaterThan(30);
        const everything = errors.map((error) => inspect(error, { depth: 10, showHidden: true })).join("\n");
        expect(everything).not.toMatch(/very secret|USRalices|Bearer|token-\d|client_secret/);
        expect(everything).not.toContain(alice.address);
    });

    test.each([
        ["url", { url: "nowhere" }],
        ["https:", { url: "http://backbone.example.org" }],
        ["neither credentials", { url: "https://me:secret@backbone.example.org" }],
        ["clientSecret", { clientSecret: undefined }],
        ["credentialsOf", { credentialsOf: undefined }],
        ["lateArrivalInMs", { lateArrivalInMs: -1 }],
        ["retry.attempts", { retry: { attempts: 0 } }]
    ])("refuses wrong wiring in words that name %s", (name, options) => {
        expect(() => connectTo(options as never)).toThrow(name);
        expect(() => connectTo(options as never)).not.toThrow("me:secret");
    });
});
