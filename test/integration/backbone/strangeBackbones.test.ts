import { createServer, type RequestListener } from "node:http";
import type { AddressInfo } from "node:net";
import { ErrorCode } from "../../../src";
import type { Fetch, FetchRequest } from "../../../src/backbone";
import { fetchFrom } from "../../../src/testing";
import { BackboneWorld } from "../../support/backbone/BackboneWorld";
import { intercepting } from "../../support/backbone/intercepting";
import { alice, alicesTablet } from "../../support/fixtures";

interface Given {
    readonly status: number;
    readonly body: string;
    readonly headers?: Record<string, string>;
}

const notReachable = ErrorCode.authorityNotReachable;

describe("A Backbone that answers strangely", () => {
    let world: BackboneWorld;
    beforeEach(() => (world = new BackboneWorld()));
    afterEach(async () => await world.close());

    /** The honest Backbone, but for requests whose path ends so. */
    const answering = (ending: string, given: Given, times = Infinity): Fetch => {
        let left = times;
        return async (url, request) => {
            if (!new URL(url).pathname.endsWith(ending) || left-- <= 0) {
                return await fetchFrom(world.backbone)(url, request);
            }
            const { status, body, headers = {} } = given;
            const get = (name: string): string | null => headers[name] ?? null;
            return { status, headers: { get }, body: null, text: async () => body };
        };
    };

    test("with the process of another Identity to initiate is not believed, and asked", async () => {
        const anothers = {
            id: "IDPanothers000000001",
            status: "Active",
            createdAt: "2026-11-23T10:00:00.000Z",
            createdByDevice: "DVCbobsphone00000001",
            gracePeriodEndsAt: "2026-12-07T10:00:00.000Z"
        };
        const mixingUp: Fetch = async (url, request) => {
            const honest = await fetchFrom(world.backbone)(url, request);
            const isInitiate = request.method === "POST" && url.endsWith("/DeletionProcesses");
            return isInitiate ? { ...honest, text: async () => JSON.stringify({ result: anothers }) } : honest;
        };
        const { processes } = await world.device(alice, undefined, { fetch: mixingUp });
        expect((await processes.initiateIdentityDeletionProcess()).value.id).toBe(world.open[0].id);
        expect((await processes.getIdentityDeletionProcesses()).value).toHaveLength(1);
    });

    test("with another process to cancel is not believed, and asked", async () => {
        const mixingUp: Fetch = async (url, request) => {
            const honest = await fetchFrom(world.backbone)(url, request);
            if (request.method !== "PUT") return honest;
            const text = (await honest.text()).replace(/IDP\w{17}/, "IDPanothers000000001");
            return { ...honest, text: async () => text };
        };
        const { processes } = await world.device(alice, undefined, { fetch: mixingUp });
        const { id } = (await processes.initiateIdentityDeletionProcess()).value;
        expect((await processes.cancelIdentityDeletionProcess()).value).toMatchObject({ id, status: "Cancelled" });
    });

    test.each([
        ["a year", "31536000", 31_536_000_000],
        ["until the end of the world", "Fri, 31 Dec 9999 23:59:59 GMT", expect.any(Number)],
        ["with a number that is none", "soon", undefined]
    ])("with a Retry-After of %s ends the call at once", async (_, retryAfter, retryAfterInMs) => {
        const retry = { attempts: 4, firstDelayInMs: 0, maxDelayInMs: 1_000 };
        const busy = { status: 503, body: "", headers: { "retry-after": retryAfter } };
        const fetch = answering("/DeletionProcesses", busy, retryAfterInMs === undefined ? 1 : Infinity);
        const { scope } = await world.device(alice, undefined, { fetch, retry });
        const result = await scope.backbone!.synchronize();
        if (retryAfterInMs === undefined) expect(result).toBeSuccessful();
        else expect(result.error).toMatchObject({ code: notReachable, retryAfterInMs });
    });

    test("with a redirect over HTTP is told so, and nobody else is sent the password or a token", async () => {
        const reached: string[] = [];
        const elsewhere = await listening((request, response) => {
            reached.push(String(request.url));
            response.end("{}");
        });
        const backbone = await listening((_, response) => {
            response.writeHead(307, { location: elsewhere.url }).end();
        });
        const over = { url: backbone.url, allowUnencrypted: true, fetch: undefined };
        const { processes } = await world.device(alice, undefined, over);
        const { error } = await processes.initiateIdentityDeletionProcess();
        expect(error).toMatchObject({ code: notReachable, message: expect.stringContaining("redirect") });
        expect(reached).toEqual([]);
        await Promise.all([elsewhere.stop(), backbone.stop()]);
    });

    test("is sent no cookies, and no cache answers in its place", async () => {
        const seen: FetchRequest[] = [];
        const fetch: Fetch = async (url, request) => {
            seen.push(request);
            return await fetchFrom(world.backbone)(url, request);
        };
        const { scope } = await world.device(alice, undefined, { fetch });
        await scope.backbone!.synchronize();
        expect(seen).toHaveLength(2);
        for (const request of seen) expect(request).toMatchObject({ cache: "no-store", credentials: "omit" });
    });

    test.each<[string, Given, string, string?]>([
        ["a client that it does not know", { status: 400, body: '{"error":"invalid_client"}' }, "invalidCredentials"],
        ["401 for a token", { status: 401, body: "" }, "invalidCredentials"],
        ["a page instead of a token", { status: 200, body: "<html>" }, "authorityNotReachable"],
        [
            "a token that no header can carry",
            { status: 200, body: '{"access_token":"a\\nb"}' },
            "authorityNotReachable"
        ],
        ["an error instead of a token", { status: 503, body: "" }, "authorityNotReachable"],
        ["no word on whether it is deleted", { status: 500, body: "" }, "authorityNotReachable", "/IsDeleted"],
        ["half a word on it", { status: 200, body: '{"result":{}}' }, "authorityNotReachable", "/IsDeleted"]
    ])("is not taken for a deleted Identity: %s", async (_, given, code, ending = "/connect/token") => {
        const wrong = ending === "/IsDeleted" ? { credentialsOf: () => ({ username: "x", password: "wrong" }) } : {};
        const { processes } = await world.device(alice, undefined, { fetch: answering(ending, given), ...wrong });
        const { error } = await processes.initiateIdentityDeletionProcess();
        expect(error.code).toMatch(new RegExp(`${code}$`));
        expect(world.requests("initiate")).toBe(0);
        expect(await processes.getActiveIdentityDeletionProcess()).toBeAnError(
            ErrorCode.noActiveIdentityDeletionProcess
        );
    });

    test("breaks off while it is asked whether the Identity is deleted", async () => {
        const wrong = { credentialsOf: () => ({ username: "x", password: "wrong" }) };
        world.backbone.failNext("isDeleted", "dropRequest");
        const { scope } = await world.device(alice, undefined, wrong);
        expect(await scope.backbone!.synchronize()).toBeAnError(notReachable);
        expect(await scope.backbone!.synchronize()).toBeAnError(ErrorCode.invalidCredentials);
    });

    test("uses a token without a lifetime once, and asks for the next", async () => {
        const honest = fetchFrom(world.backbone);
        const fetch: Fetch = async (url, request) => {
            const response = await honest(url, request);
            if (!url.endsWith("/connect/token")) return response;
            const { access_token } = JSON.parse(await response.text()) as { access_token: string };
            return { ...response, text: async () => JSON.stringify({ access_token, expires_in: "300" }) };
        };
        const { scope } = await world.device(alice, undefined, { fetch });
        await scope.backbone!.synchronize();
        await scope.backbone!.synchronize();
        expect(world.requests("token")).toBe(2);
    });

    test.each([
        ["no user name", { password: "x" }],
        ["no password", { username: "x", password: 7 }]
    ])("is sent nothing where the host gives %s", async (_, credentials) => {
        const { scope } = await world.device(alice, undefined, { credentialsOf: () => credentials as never });
        expect(await scope.backbone!.synchronize()).toBeAnError(ErrorCode.invalidCredentials);
        expect(world.backbone.log).toEqual([]);
    });

    test.each([
        ["says that it is huge", { "content-length": "99999999" }, "larger"],
        ["unpacks to something huge", { "content-encoding": "gzip", "content-length": "10" }, "larger"]
    ])("is not read to its end where its answer %s", async (_, headers, message) => {
        let isCancelled = false;
        const fetch: Fetch = async (url, request) => {
            if (url.endsWith("/connect/token")) return await fetchFrom(world.backbone)(url, request);
            const body = new ReadableStream({
                pull: (controller) => controller.enqueue(new Uint8Array(65_536)),
                cancel: () => void (isCancelled = true)
            });
            return new Response(body, { headers });
        };
        const { scope } = await world.device(alice, undefined, { fetch });
        const { error } = await scope.backbone!.synchronize();
        expect(error).toMatchObject({ code: notReachable, message: expect.stringContaining(message) });
        expect(isCancelled).toBe(true);
    });

    test.each(["with a stream", "without one"])(
        "is read where its list has 16 MiB, and not where it has a byte more: %s",
        async (kind) => {
            const limit = 16 * 1024 * 1024;
            let size = limit;
            const fetch: Fetch = async (url, request) => {
                const honest = await fetchFrom(world.backbone)(url, request);
                if (url.endsWith("/connect/token") || request.method !== "GET") return honest;
                const padded = (await honest.text()).padEnd(size, " ");
                return kind === "with a stream" ? new Response(padded) : { ...honest, text: async () => padded };
            };
            const { processes, scope } = await world.device(alice, undefined, { fetch });
            const { id } = (await processes.initiateIdentityDeletionProcess()).value;
            expect((await scope.backbone!.synchronize()).value?.id).toBe(id);
            size = limit + 1;
            const { error } = await scope.backbone!.synchronize();
            expect(error).toMatchObject({ code: notReachable, message: expect.stringContaining("larger") });
            // What was known stays so.
            expect((await processes.getActiveIdentityDeletionProcess()).value.id).toBe(id);
        }
    );

    test("is read where its answer comes in pieces that cut a letter in two", async () => {
        const fetch: Fetch = async (url, request) => {
            const honest = await fetchFrom(world.backbone)(url, request);
            const bytes = new TextEncoder().encode((await honest.text()) + " ".repeat(3));
            const body = new ReadableStream({
                start: (controller) => {
                    for (const byte of bytes) controller.enqueue(Uint8Array.of(byte));
                    controller.close();
                }
            });
            return new Response(body, { status: honest.status });
        };
        const { processes } = await world.device(alice, undefined, { fetch });
        expect(await processes.initiateIdentityDeletionProcess()).toBeSuccessful();
    });

    test.each<[string, unknown]>([
        ["nothing", undefined],
        ["null", null],
        ["a text", "secret"],
        ["something whose name is secret", { name: "very secret" }],
        [
            "something that throws when it is looked at",
            new Proxy(
                {},
                {
                    get: () => {
                        throw new Error("very secret");
                    }
                }
            )
        ]
    ])("is not reachable where fetch throws %s", async (_, thrown) => {
        const fetch: Fetch = async () => {
            throw thrown;
        };
        const { scope } = await world.device(alice, undefined, { fetch });
        const { error } = await scope.backbone!.synchronize();
        expect(error.code).toBe(notReachable);
        expect(String(error.cause)).not.toContain("secret");
    });

    test("that gives tokens and takes none is told apart from a wrong password by its words", async () => {
        const { scope } = await world.device(alice, undefined, {
            fetch: answering("/DeletionProcesses", { status: 401, body: "" })
        });
        const { error } = await scope.backbone!.synchronize();
        expect(error).toMatchObject({
            code: ErrorCode.invalidCredentials,
            message: expect.stringContaining("tokens that it issues")
        });
        expect(world.requests("token")).toBe(2);
    });

    test("fetches one token where one call's is refused while another fetches the next", async () => {
        const honest = fetchFrom(world.backbone);
        const fetch = intercepting(honest, () => undefined);
        const { scope, module } = await world.device(alice, undefined, { fetch });
        await scope.backbone!.synchronize();
        world.backbone.expireTokens();
        const tablet = module.forIdentity(alicesTablet).backbone!;
        const results = await Promise.all([scope.backbone!.synchronize(), tablet.synchronize()]);
        for (const result of results) expect(result).toBeSuccessful();
        expect(world.requests("token")).toBe(3);
    });
});

async function listening(listener: RequestListener): Promise<{ url: string; stop(): Promise<void> }> {
    const server = createServer(listener);
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    return {
        url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
        stop: () =>
            new Promise((resolve) => {
                server.close(() => resolve());
                server.closeAllConnections();
            })
    };
}
