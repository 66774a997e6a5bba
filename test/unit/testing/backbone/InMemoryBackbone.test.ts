import { FixedClock } from "../../../../src/testing";
import { type BackboneAnswer, type BackboneRequest, InMemoryBackbone } from "../../../../src/testing/backbone";
import { alice, alicesTablet, bob } from "../../../support/fixtures";

const folder = "/api/v2/Identities/Self/DeletionProcesses";
const validation = "error.platform.validation";

describe(InMemoryBackbone.name, () => {
    let clock: FixedClock;
    let backbone: InMemoryBackbone;

    beforeEach(() => {
        clock = new FixedClock();
        backbone = new InMemoryBackbone({ clock });
        const device = ({ deviceId }: { deviceId: string }): Parameters<InMemoryBackbone["addIdentity"]>[1][0] => ({
            deviceId,
            ...{ username: `user ${deviceId}`, password: "secret" }
        });
        backbone.addIdentity(alice.address, [device(alice), device(alicesTablet)]);
        backbone.addIdentity(bob.address, [device(bob)]);
    });

    async function ask(method: string, path: string, given: Partial<BackboneRequest> = {}): Promise<BackboneAnswer> {
        const answer = await backbone.handle({ method, path, headers: {}, body: "", ...given });
        if (answer === "broken") throw new Error("the connection broke");
        return answer;
    }

    async function grant(changes: Record<string, string> = {}): Promise<BackboneAnswer> {
        const login = { grant_type: "password", client_id: "test", client_secret: "test" };
        const person = { username: `user ${alice.deviceId}`, password: "secret" };
        const form = new URLSearchParams({ ...login, ...person, ...changes });
        return await ask("POST", "/connect/token", { body: form.toString() });
    }

    async function token(): Promise<string> {
        return (JSON.parse((await grant()).body) as { access_token: string }).access_token;
    }

    /** With a token of the device's own. */
    async function asDevice(
        method: string,
        path: string,
        body = "",
        { deviceId } = alice
    ): Promise<{ status: number; result: never; code: string | undefined }> {
        const granted = await grant({ username: `user ${deviceId}` });
        const { access_token: token } = JSON.parse(granted.body) as { access_token: string };
        const answer = await ask(method, path, { body, headers: { authorization: `Bearer ${token}` } });
        const { result, error } = JSON.parse(answer.body) as { result: never; error?: { code: string } };
        return { status: answer.status, result, code: error?.code };
    }

    async function initiate(identity = alice): Promise<{ id: string }> {
        const { status, result } = await asDevice("POST", folder, "", identity);
        expect(status).toBe(201);
        return result;
    }

    describe("gives tokens", () => {
        test("for five minutes", async () => {
            const granted = await grant();
            const { access_token, ...rest } = JSON.parse(granted.body) as { access_token: string };
            expect([granted.status, rest]).toStrictEqual([200, { token_type: "Bearer", expires_in: 300 }]);
            const headers = { authorization: `Bearer ${access_token}` };
            clock.advance({ milliseconds: 299_999 });
            expect((await ask("GET", folder, { headers })).status).toBe(200);
            clock.advance({ milliseconds: 1 });
            expect((await ask("GET", folder, { headers })).status).toBe(401);
        });

        test.each([
            [{ client_id: "other" }, "invalid_client"],
            [{ client_secret: "other" }, "invalid_client"],
            [{ grant_type: "client_credentials" }, "unsupported_grant_type"],
            [{ username: "nobody" }, "invalid_grant"],
            [{ password: "wrong" }, "invalid_grant"]
        ])("to nobody who logs in with %j", async (changes, error) => {
            const answer = await grant(changes);
            expect([answer.status, JSON.parse(answer.body)]).toStrictEqual([400, { error }]);
        });

        test.each([undefined, "Bearer made-up"])("and takes no others (%p)", async (authorization) => {
            expect((await ask("GET", folder, { headers: { authorization } })).status).toBe(401);
        });
    });

    test("logs in clients that it is made for", async () => {
        backbone = new InMemoryBackbone({
            clock,
            client: { id: "host", secret: "hush" },
            lengthOfGracePeriodInDays: 1
        });
        backbone.addIdentity(alice.address, [{ deviceId: alice.deviceId, username: "her", password: "secret" }]);
        expect((await grant({ username: "her" })).status).toBe(400);
        expect((await grant({ username: "her", client_id: "host", client_secret: "hush" })).status).toBe(200);
    });

    test.each([
        ["", "2026-12-07T10:00:00.000Z"],
        ["{}", "2026-12-07T10:00:00.000Z"],
        ['{"lengthOfGracePeriodInDays":null}', "2026-12-07T10:00:00.000Z"],
        ['{"lengthOfGracePeriodInDays":0.5}', "2026-11-23T22:00:00.000Z"]
    ])("initiates with the body %p until %s", async (body, gracePeriodEndsAt) => {
        const { status, result } = await asDevice("POST", folder, body);
        expect(status).toBe(201);
        expect(result).toStrictEqual({
            id: expect.stringMatching(/^IDP[A-Za-z0-9]{17}$/) as string,
            status: "Active",
            ...{ createdAt: "2026-11-23T10:00:00.000Z", createdByDevice: alice.deviceId },
            ...{ approvedAt: "2026-11-23T10:00:00.000Z", approvedByDevice: alice.deviceId },
            gracePeriodEndsAt,
            ...{ gracePeriodReminder1SentAt: null, gracePeriodReminder2SentAt: null, gracePeriodReminder3SentAt: null }
        });
    });

    test.each([
        ['{"lengthOfGracePeriodInDays":0}', `${validation}.invalidPropertyValue`],
        ['{"lengthOfGracePeriodInDays":-1}', `${validation}.invalidPropertyValue`],
        ['{"lengthOfGracePeriodInDays":"1"}', "error.platform.inputCannotBeParsed"],
        ["{", "error.platform.inputCannotBeParsed"],
        ["null", "error.platform.inputCannotBeParsed"]
    ])("refuses the body %p and starts nothing", async (body, code) => {
        expect(await asDevice("POST", folder, body)).toMatchObject({ status: 400, code });
        expect(backbone.processesOf(alice.address)).toEqual([]);
    });

    test("lets one be active, on whatever device of the Identity, until it is cancelled", async () => {
        const { id } = await initiate();
        const code = `${validation}.device.onlyOneActiveDeletionProcessAllowed`;
        expect(await asDevice("POST", folder, "", alicesTablet)).toMatchObject({ status: 400, code });
        expect(await asDevice("PUT", `${folder}/${id}/Cancel`, "{}", alicesTablet)).toMatchObject({
            status: 200,
            result: { id, status: "Cancelled", gracePeriodEndsAt: null }
        });
        expect(await asDevice("PUT", `${folder}/${id}/Cancel`)).toMatchObject({
            status: 400,
            code: `${validation}.device.deletionProcessIsNotInRequiredStatus`
        });
        expect((await initiate()).id).not.toBe(id);
    });

    test("refuses to cancel at the end of the grace period, before the job has seen it and after", async () => {
        const { id } = await initiate();
        clock.advance({ days: 14, minutes: -1 });
        const headers = { authorization: `Bearer ${await token()}` };
        clock.advance({ minutes: 1 });
        const cancel = async (): Promise<string> => (await ask("PUT", `${folder}/${id}/Cancel`, { headers })).body;
        expect(await cancel()).toContain(`${validation}.device.gracePeriodHasAlreadyExpired`);
        backbone.runJobs();
        expect(await cancel()).toContain(`${validation}.device.deletionProcessIsNotInRequiredStatus`);
    });

    test("shows an Identity its own processes and no others'", async () => {
        const [hers, his] = [await initiate(), await initiate(bob)];
        expect((await asDevice("GET", folder)).result).toStrictEqual([hers]);
        expect((await asDevice("GET", `${folder}/${hers.id}`)).result).toStrictEqual(hers);
        for (const method of [`GET ${folder}/${his.id}`, `PUT ${folder}/${his.id}/Cancel`]) {
            const [verb, path] = method.split(" ");
            expect(await asDevice(verb, path)).toMatchObject({ status: 404, code: "error.platform.recordNotFound" });
        }
        expect(backbone.processesOf(bob.address)).toMatchObject([{ id: his.id, status: "Active" }]);
    });

    test.each([
        ["GET", "/"],
        ["GET", "/connect/token"],
        ["POST", "/api/v2/Identities/IsDeleted"],
        ["DELETE", folder],
        ["GET", `${folder}/IDP`],
        ["GET", `${folder}/IDP00000000000000001/Cancel`],
        ["PUT", `${folder}/IDP00000000000000001`],
        ["PUT", `${folder}/IDP00000000000000001/Cancel/now`]
    ])("knows no %s %s", async (method, path) => {
        const answer = await ask(method, path);
        expect([answer.status, answer.body]).toEqual([404, expect.stringContaining("recordNotFound")]);
        expect(backbone.log).toEqual([]);
    });

    test("forgets a cancelled process after 30 days", async () => {
        const { id } = await initiate();
        await asDevice("PUT", `${folder}/${id}/Cancel`);
        clock.advance({ days: 30, milliseconds: -1 });
        expect(backbone.processesOf(alice.address)).toHaveLength(1);
        clock.advance({ milliseconds: 1 });
        expect(backbone.processesOf(alice.address)).toEqual([]);
        expect((await asDevice("GET", `${folder}/${id}`)).status).toBe(404);
    });

    test("sends each reminder once, and none that was due at the creation", async () => {
        await asDevice("POST", folder, '{"lengthOfGracePeriodInDays":10}');
        const reminders = (): (string | null)[] => {
            const [process] = backbone.processesOf(alice.address);
            return [1, 2, 3].map((number) => process[`gracePeriodReminder${number}SentAt`]);
        };
        backbone.runJobs();
        clock.advance({ days: 5 });
        backbone.runJobs();
        expect(reminders()).toEqual([null, null, "2026-11-28T10:00:00.000Z"]);
        clock.advance({ days: 1 });
        backbone.runJobs();
        expect(reminders()).toEqual([null, null, "2026-11-28T10:00:00.000Z"]);
    });

    test("lets nobody log in from the end of the grace period on, and forgets the tokens once a job has deleted", async () => {
        const asked = "/api/v2/Identities/IsDeleted?username=";
        const isDeleted = async (username: string): Promise<unknown> =>
            (JSON.parse((await ask("GET", asked + encodeURIComponent(username))).body) as { result: unknown }).result;
        const none = { isDeleted: false, deletionDate: null };
        await initiate();
        clock.advance({ days: 14, milliseconds: -1 });
        expect(await isDeleted(`user ${alice.deviceId}`)).toEqual(none);
        const headers = { authorization: `Bearer ${await token()}` };

        clock.advance({ milliseconds: 1 });
        const deletionDate = "2026-12-07T10:00:00.000Z";
        expect(await isDeleted(`user ${alice.deviceId}`)).toEqual({ isDeleted: true, deletionDate });
        expect((await grant()).body).toContain("invalid_grant");
        expect((await ask("GET", folder, { headers })).status).toBe(200);
        backbone.runJobs();
        expect(backbone.processesOf(alice.address)).toMatchObject([{ status: "Deleting" }]);
        backbone.runJobs();
        expect(await isDeleted(`user ${alice.deviceId}`)).toMatchObject({ isDeleted: true });
        expect(await isDeleted(`user ${bob.deviceId}`)).toEqual(none);
        expect(await isDeleted("nobody")).toEqual(none);
        expect((await ask("GET", folder, { headers })).status).toBe(401);
    });

    test("echoes a correlation id, and no header where there is none", async () => {
        const headers = { "x-correlation-id": "one" };
        const path = "/api/v2/Identities/IsDeleted?username=nobody";
        expect((await ask("GET", path, { headers })).headers["x-correlation-id"]).toBe("one");
        expect((await ask("GET", path)).headers).not.toHaveProperty("x-correlation-id");
    });

    test("shows no processes of an Identity that it does not have", () => {
        expect(() => backbone.processesOf("did:e:example.org:dids:nobody")).toThrow(RangeError);
    });

    describe("on demand, when somebody initiates,", () => {
        test.each([
            ["dropRequest", "broken", 0],
            ["arriveLate", "broken", 0],
            ["dropResponse", "broken", 1],
            ["serverError", 500, 0],
            ["serverErrorAfterwards", 500, 1],
            ["badGateway", 502, 0],
            ["twice", 400, 1],
            ["expireToken", 401, 0],
            ["forbid", 403, 0],
            ["truncate", 201, 1],
            [{ delayInMs: 1, before: "request" }, 201, 1],
            [{ delayInMs: 1, before: "response" }, 201, 1],
            [{ retryAfterInSeconds: 7 }, 429, 0],
            [{ isExhaustedUntil: "2026-12-01T00:00:00.000Z" }, 429, 0]
        ] as const)("answers to %j with %p and has then %i", async (fault, expected, count) => {
            const { access_token: token } = JSON.parse((await grant()).body) as { access_token: string };
            backbone.failNext("initiate", fault);
            const headers = { authorization: `Bearer ${token}` };
            const answer = await backbone.handle({ method: "POST", path: folder, headers, body: "" });
            expect(answer === "broken" ? answer : answer.status).toBe(expected);
            expect(backbone.processesOf(alice.address)).toHaveLength(count);
            expect(backbone.log[backbone.log.length - 1]).toMatchObject({ kind: "initiate", fault });
            // The next one is as it should be.
            expect((await asDevice("POST", folder)).status).toBe(count === 0 ? 201 : 400);
        });

        test("says when a busy Backbone, or an exhausted quota, is to be asked again", async () => {
            backbone.failNext("initiate", { retryAfterInSeconds: 7 });
            expect((await ask("POST", folder)).headers["retry-after"]).toBe("7");
            const isExhaustedUntil = "2026-12-01T00:00:00.000Z";
            backbone.failNext("initiate", { retryAfterInSeconds: 8, isExhaustedUntil });
            const answer = await ask("POST", folder);
            expect(answer.headers["retry-after"]).toBe("8");
            expect(JSON.parse(answer.body)).toMatchObject({
                error: {
                    code: "error.platform.quotaExhausted",
                    data: [{ metricKey: expect.stringMatching(/./) as string, isExhaustedUntil }]
                }
            });
        });

        test("deals with what arrives late when it arrives, once", async () => {
            const { access_token: token } = JSON.parse((await grant()).body) as { access_token: string };
            backbone.failNext("initiate", "arriveLate");
            const headers = { authorization: `Bearer ${token}` };
            await backbone.handle({ method: "POST", path: folder, headers, body: "" });
            backbone.deliverLateRequests();
            backbone.deliverLateRequests();
            expect(backbone.processesOf(alice.address)).toHaveLength(1);
        });

        test("asks the test for each request, after what was planned", async () => {
            const asked: string[] = [];
            backbone.chooseFault = (kind) => (asked.push(kind) > 0 && kind === "list" ? "forbid" : undefined);
            backbone.failNext("list", "serverError");
            expect((await ask("GET", folder)).status).toBe(500);
            expect((await ask("GET", folder)).status).toBe(403);
            await grant();
            expect(asked).toEqual(["list", "token"]);
        });

        test("lets two be active where it is told to", async () => {
            backbone.enforcesOneActive = false;
            await initiate();
            await initiate();
            expect(backbone.processesOf(alice.address).map(({ status }) => status)).toEqual(["Active", "Active"]);
        });

        test("withdraws all tokens", async () => {
            const { access_token: token } = JSON.parse((await grant()).body) as { access_token: string };
            backbone.expireTokens();
            const headers = { authorization: `Bearer ${token}` };
            expect((await ask("GET", folder, { headers })).status).toBe(401);
        });
    });
});
