import { ErrorCode } from "../../../src";
import type { HostAccount } from "../../../src/enmeshed";
import { fetchThrough, tokensOf } from "../../../src/enmeshed/requests";
import { alice } from "../../support/fixtures";

const request = { method: "GET", headers: {}, redirect: "manual", cache: "no-store", credentials: "omit" } as const;

function tokens(thrown: unknown, isDeleted: { isSuccess: boolean; value?: object } = { isSuccess: false }) {
    return tokensOf({
        authenticator: { getToken: async () => await Promise.reject(thrown), clear: () => undefined },
        identityClient: { checkIfIdentityIsDeleted: async () => isDeleted },
        activeDevice: { getCredentials: () => ({ username: "USR" }) }
    } as unknown as HostAccount);
}

describe(tokensOf.name, () => {
    test.each<[string, unknown, string]>([
        ["a lost connection", Object.assign(new Error("password"), { code: "error.transport.request.noResponse" }), ""],
        ["an error without a code", new Error("password"), "Error"],
        ["an error of the Backbone's", Object.assign(new Error(), { status: 500, object: "password" }), "Error"],
        ["a refusal that is not the Backbone's", Object.assign(new Error(), { status: 400 }), "Error"],
        ["nothing", undefined, "Error"],
        ["null", null, "Error"]
    ])("says of %s that nothing was sent and that it may be tried again, and contains no secret", async (...row) => {
        const [, thrown, message] = row;
        const failure: unknown = await tokens(thrown)
            .tokenOf(alice)
            .catch((error: unknown) => error);
        expect(failure).toMatchObject({
            code: ErrorCode.authorityNotReachable,
            outcome: "notDone",
            isRetryable: true,
            cause: { message: message || "error.transport.request.noResponse" }
        });
        expect(JSON.stringify(failure)).not.toContain("password");
    });

    test.each<[string, object, string]>([
        ["the Identity is deleted", { isSuccess: true, value: { isDeleted: true } }, ErrorCode.identityIsDeleted],
        ["it is there", { isSuccess: true, value: { isDeleted: false } }, ErrorCode.invalidCredentials],
        ["that cannot be asked", { isSuccess: false }, ErrorCode.authorityNotReachable]
    ])("explains a refused login: %s", async (_, isDeleted, code) => {
        const refused = Object.assign(new Error(), { status: 400, object: "invalid_grant" });
        await expect(tokens(refused, isDeleted as { isSuccess: boolean }).tokenOf(alice)).rejects.toMatchObject({
            code
        });
    });
});

describe(fetchThrough.name, () => {
    test("takes an answer without a text for an empty one, and a header that is no text for none", async () => {
        const headers = { "retry-after": "5", "x-list": ["a"] };
        const fetch = fetchThrough({ request: async () => ({ status: 204, headers, data: undefined }) });
        const response = await fetch("https://b.example", { ...request, signal: undefined as never });
        expect(await response.text()).toBe("");
        expect([
            response.headers.get("Retry-After"),
            response.headers.get("x-list"),
            response.headers.get("x")
        ]).toEqual(["5", null, null]);
    });
});
