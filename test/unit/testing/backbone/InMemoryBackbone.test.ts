import { FixedClock } from "../../../../src/testing";
import { type BackboneAnswer, type BackboneRequest, InMemoryBackbone } from "../../../../src/testing/backbone";
import { alice, alicesTablet, bob } from "../../../support/fixtures";

const folder = "/api/v2/Identities/Self/DeletionProcesses";
const validation = "error.platform.validation";

function nameOf({ deviceId }: { deviceId: string }): string {
    return `USR${deviceId.slice(3).toUpperCase()}`;
}

describe(InMemoryBackbone.name, () => {
    let clock: FixedClock;
    let backbone: InMemoryBackbone;

    beforeEach(() => {
        clock = new FixedClock();
        backbone = new InMemoryBackbone({ clock });
        const device = ({ deviceId }: { deviceId: string }): Parameters<InMemoryBackbone["addIdentity"]>[1][0] => ({
            deviceId,
            ...{ username: nameOf({ deviceId }), password: "secret" }
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
        const person = { username: nameOf(alice), password: "secret" };
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
        const granted = await grant({ username: nameOf({ deviceId }) });
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

    describe("issues tokens", () => {
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
            [{ client_id: "other" }, 401, "invalid_client"],
            [{ client_secret: "other" }, 401, "invalid_client"],
            [{ grant_type: "client_credentials" }, 400, "unsupported_grant_type"],
            [{ username: "nobody" }, 400, "invalid_grant"],
            [{ password: "wrong" }, 400, "invalid_grant"]
        ])("to nobody who logs in with %j", async (changes, status, error) => {
            const answer = await grant(changes);
            expect([answer.status, JSON.parse(answer.body)]).toStrictEqual([status, { error }]);
        });

        test("whatever the case of the user name, and with spaces around it", async () => {
            expect((await grant({ username: ` ${nameOf(alice).toLowerCase()} ` })).status).toBe(200);
        });

        test("for ten minutes no more, after the third wrong password", async () => {
            const error = async (password: string): Promise<unknown> => JSON.parse((await grant({ password })).body);
            for (const word of ["invalid_grant", "invalid_grant", "access_denied"]) {
                expect(await error("wrong")).toEqual({ error: word });
            }
            clock.advance({ minutes: 10, milliseconds: -1 });
            expect(await error("secret")).toEqual({ error: "access_denied" });
            clock.advance({ milliseconds: 1 });
            expect((await grant()).status).toBe(200);
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
        backbone.addIdentity(alice.address, [{ deviceId: alice.deviceId, username: "USRHER", password: "secret" }]);
        expect((await grant({ username: "USRHER" })).status).toBe(401);
        expect((await grant({ username: "USRHER", client_id: "host", client_secret: "hush" })).status).toBe(200);
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
        ['{"lengthOfGracePeriodInDays":"1"}', "error.platform.inputCannotBeParsed"],
        ["{", "error.platform.inputCannotBeParsed"],
        ["null", "error.platform.inputCannotBeParsed"]
    ])("refuses the body %p and starts nothing", async (body, code) => {
        expect(await asDevice("POST", folder, body)).toMatchObject({ status: 400, code });
        expect(backbone.processesOf(alice.address)).toEqual([]);
    });

    test.each([0, -1])("does not check the length: a process of %d days cannot be cancelled", async (length) => {
        const headers = { authorization: `Bearer ${await token()}` };
        clock.advance({ milliseconds: 1 });
        const body = JSON.stringify({ lengthOfGracePeriodInDays: length });
        const started = await ask("POST", folder, { body, headers });
        expect(started.status).toBe(201);
        const { id } = (JSON.parse(started.body) as { result: { id: string } }).result;
        clock.advance({ milliseconds: 1 });
        const { body: refusal } = await ask("PUT", `${folder}/${id}/Cancel`, { headers });
        expect(refusal).toContain(`${validation}.device.gracePeriodHasAlreadyExpired`);
    });

    test("breaks inside where the end is later than any date", async () => {
        expect(await asDevice("POST", folder, '{"lengthOfGracePeriodInDays":1e12}')).toMatchObject({ status: 500 });
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

    test("lets a process be cancelled at the very end, and no later, before the job has seen it and after", async () => {
        const { id } = await initiate();
        clock.advance({ days: 14, minutes: -1 });
        const headers = { authorization: `Bearer ${await token()}` };
        const cancel = async (): Promise<string> => (await ask("PUT", `${folder}/${id}/Cancel`, { headers })).body;
        clock.advance({ minutes: 1 });
        expect(await cancel()).toContain('"status":"Cancelled"');

        const other = JSON.parse(
            (await ask("POST", folder, { headers, body: '{"lengthOfGracePeriodInDays":0.00001}' })).body
        ) as { result: { id: string } };
        clock.advance({ milliseconds: 866 });
        const cancelOther = async (): Promise<string> =>
            (await ask("PUT", `${folder}/${other.result.id}/Cancel`, { headers })).body;
        expect(await cancelOther()).toContain(`${validation}.device.gracePeriodHasAlreadyExpired`);
        backbone.runJobs("begins");
        expect(await cancelOther()).toContain(`${validation}.device.deletionProcessIsNotInRequiredStatus`);
    });

    test("answers two cancellations at the same moment both with success", async () => {
        const { id } = await initiate();
        const path = `${folder}/${id}/Cancel`;
        backbone.failNext("cancel", "atTheSameMoment");
        backbone.failNext("cancel", "atTheSameMoment");
        const [first, second] = [await asDevice("PUT", path), await asDevice("PUT", path, "", alicesTablet)];
        expect([first, second]).toMatchObject([{ status: 200 }, { status: 200 }]);
        expect(second.result).toEqual(first.result);
        expect((await asDevice("PUT", path)).status).toBe(400);
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
        ["GET", `${folder}/IDP00000000000000001/Cancel`],
        ["PUT", `${folder}/IDP00000000000000001`],
        ["PUT", `${folder}/IDP00000000000000001/Cancel/now`]
    ])("knows no %s %s", async (method, path) => {
        const answer = await ask(method, path);
        expect([answer.status, answer.body]).toEqual([404, ""]);
        expect(backbone.log).toEqual([]);
    });

    test.each([
        ["GET", `${folder}/IDP`, "invalidPropertyValue"],
        ["PUT", `${folder}/IDP/Cancel`, "invalidId"]
    ])("takes no malformed id: %s %s", async (method, path, code) => {
        expect(await asDevice(method, path)).toMatchObject({ status: 400, code: `${validation}.${code}` });
    });

    test("answers further routes as a test has it, and says who asks", async () => {
        const headers = { authorization: `Bearer ${await token()}` };
        backbone.answerFurther = ({ path }, { deviceId, address }) =>
            path === "/own" ? { status: 200, headers: {}, body: `${deviceId} of ${address}` } : undefined;
        expect((await ask("GET", "/own", { headers })).body).toBe(`${alice.deviceId} of ${alice.address}`);
        expect((await ask("GET", "/own")).body).toBe("undefined of undefined");
        expect((await ask("GET", "/other")).status).toBe(404);
    });

    describe("changes the devices of an Identity:", () => {
        const added = { deviceId: "DVC000000000added0000", username: "USRADDED", password: "secret" };

        test("one that is added logs in", async () => {
            backbone.addDevice(alice.address, added);
            expect((await grant({ username: added.username })).status).toBe(200);
        });

        test("one that is removed logs in no more, and its token finds nothing", async () => {
            const headers = { authorization: `Bearer ${await token()}` };
            backbone.removeDevice(alice.deviceId);
            expect((await grant()).body).toContain("invalid_grant");
            for (const method of ["GET", "POST"]) {
                const answer = await ask(method, folder, { headers });
                expect([answer.status, answer.body]).toEqual([404, expect.stringContaining("recordNotFound")]);
            }
        });

        test("a changed password counts at once", async () => {
            backbone.changePassword(alice.deviceId, "changed");
            expect((await grant()).body).toContain("invalid_grant");
            expect((await grant({ password: "changed" })).status).toBe(200);
        });

        test("and says where there is no such device", () => {
            expect(() => backbone.removeDevice(added.deviceId)).toThrow(RangeError);
            expect(() => backbone.changePassword(added.deviceId, "x")).toThrow(RangeError);
        });
    });

    test("lets its support start a process, which is of no device", async () => {
        backbone.initiateBySupport(alice.address);
        expect((await asDevice("GET", folder)).result).toMatchObject([{ status: "Active", createdByDevice: null }]);
        expect(() => backbone.initiateBySupport(alice.address, 1e12)).toThrow(RangeError);
    });

    test("shows a process as a test has it", async () => {
        const { id } = await initiate();
        backbone.showAs = (process) => ({ ...process, status: 1 });
        expect((await asDevice("GET", folder)).result).toMatchObject([{ id, status: 1 }]);
        backbone.showAs = () => undefined;
        expect((await asDevice("GET", `${folder}/${id}`)).result).toMatchObject({ id, status: "Active" });
    });

    test("says with every answer what time it is there", async () => {
        const path = "/api/v2/Identities/IsDeleted?username=USRnobody";
        for (const answer of [await ask("GET", path), await grant(), await ask("GET", folder), await ask("GET", "/")]) {
            expect(answer.headers).toMatchObject({
                "x-request-time": "2026-11-23T10:00:00.000Z",
                "x-response-time": "2026-11-23T10:00:00.000Z"
            });
        }
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

    test("sends each reminder once, the most urgent alone, and none that was due at the creation", async () => {
        await asDevice("POST", folder, '{"lengthOfGracePeriodInDays":11}');
        const reminders = (): (string | null)[] => {
            const [process] = backbone.processesOf(alice.address);
            return [1, 2, 3].map((number) => process[`gracePeriodReminder${number}SentAt`]);
        };
        backbone.runJobs();
        expect(reminders()).toEqual([null, null, null]);
        clock.advance({ days: 6 });
        backbone.runJobs();
        expect(reminders()).toEqual([null, null, "2026-11-29T10:00:00.000Z"]);
        clock.advance({ days: 1 });
        backbone.runJobs();
        expect(reminders()).toEqual([null, null, "2026-11-29T10:00:00.000Z"]);
    });

    describe("at the end of the grace period", () => {
        const none = { isDeleted: false, deletionDate: null };
        let headers: { authorization: string };

        async function isDeleted(username: string): Promise<unknown> {
            const path = `/api/v2/Identities/IsDeleted?username=${encodeURIComponent(username)}`;
            return (JSON.parse((await ask("GET", path)).body) as { result: unknown }).result;
        }

        beforeEach(async () => {
            await initiate();
            clock.advance({ days: 14, milliseconds: -1 });
            expect(await isDeleted(nameOf(alice))).toEqual(none);
            headers = { authorization: `Bearer ${await token()}` };
            clock.advance({ milliseconds: 1 });
        });

        test("lets nobody log in, whether a job has run or not", async () => {
            const deleted = { isDeleted: true, deletionDate: "2026-12-07T10:00:00.000Z" };
            for (const run of [() => undefined, () => backbone.runJobs()]) {
                run();
                expect(await isDeleted(nameOf(alice))).toEqual(deleted);
                expect((await grant()).body).toContain("invalid_grant");
            }
            expect(await isDeleted(nameOf(bob))).toEqual(none);
            expect(await isDeleted("USRnobody")).toEqual(none);
            // It compares exactly.
            expect(await isDeleted(nameOf(alice).toLowerCase())).toBeUndefined();
        });

        test("deletes in one run, and a token finds nothing after it, until it expires", async () => {
            expect((await ask("GET", folder, { headers })).status).toBe(200);
            backbone.runJobs();
            expect((await ask("GET", folder, { headers })).status).toBe(404);
            expect((await ask("POST", folder, { headers })).status).toBe(404);
            clock.advance({ minutes: 5 });
            expect((await ask("GET", folder, { headers })).status).toBe(401);
        });

        test("shows a deletion that has only begun", async () => {
            backbone.runJobs("begins");
            expect((await ask("GET", folder, { headers })).body).toContain('"status":"Deleting"');
            backbone.runJobs();
            expect((await ask("GET", folder, { headers })).status).toBe(404);
        });

        test("never says that an Identity is deleted whose deletion has failed after its row was gone", async () => {
            backbone.runJobs("losesTheIdentity");
            expect(await isDeleted(nameOf(alice))).toEqual(none);
            expect((await grant()).body).toContain("invalid_grant");
        });

        test("forgets after 731 days that an Identity was deleted", async () => {
            backbone.runJobs();
            clock.advance({ days: 731, milliseconds: -1 });
            expect(await isDeleted(nameOf(alice))).toMatchObject({ isDeleted: true });
            clock.advance({ milliseconds: 1 });
            expect(await isDeleted(nameOf(alice))).toEqual(none);
        });
    });

    test("takes no user name that is none, where it is asked for a deleted Identity", async () => {
        const answer = await ask("GET", "/api/v2/Identities/IsDeleted?username=nobody");
        expect([answer.status, answer.body]).toEqual([
            400,
            expect.stringContaining(`${validation}.invalidPropertyValue`)
        ]);
    });

    test("echoes a correlation id, and no header where there is none", async () => {
        const headers = { "x-correlation-id": "one" };
        const path = "/api/v2/Identities/IsDeleted?username=USRnobody";
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
