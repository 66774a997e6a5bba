import { defaultMaxAnswerInBytes } from "../backbone/BackboneAuthorityOptions";
import { BackboneFailure } from "../backbone/client/BackboneFailure";
import type { Fetch, FetchResponse } from "../backbone/client/Fetch";
import { refusedLogIn } from "../backbone/client/refusedLogIn";
import type { AccessTokens } from "../backbone/client/TokenSource";
import type { HostAccount } from "./Host";

/** What the host's client sends with (`AxiosInstance`): it has the host's headers, agents and proxies. */
interface HttpClient {
    request(request: object): Promise<{
        readonly status: number;
        readonly headers: Readonly<Record<string, unknown>>;
        readonly data: unknown;
    }>;
}

export function httpClientOf({ identityDeletionProcess }: HostAccount): HttpClient | undefined {
    const client = identityDeletionProcess.identityDeletionProcessClient as { axiosInstance?: Partial<HttpClient> };
    return typeof client.axiosInstance?.request === "function" ? (client.axiosInstance as HttpClient) : undefined;
}

export function fetchThrough(http: HttpClient, maxAnswerInBytes = defaultMaxAnswerInBytes): Fetch {
    return async (url, { method, headers, body, signal }): Promise<FetchResponse> => {
        const response = await http.request({
            url,
            method,
            headers,
            signal,
            maxRedirects: 0,
            responseType: "text",
            // The text comes whole: only the client itself can stop reading.
            maxContentLength: maxAnswerInBytes,
            validateStatus: () => true,
            transformResponse: asItIs,
            transformRequest: asItIs,
            ...(body === undefined ? {} : { data: body })
        });
        const { status, data } = response;
        return {
            status,
            headers: { get: (name) => headerOf(response.headers, name) },
            body: null,
            text: () => Promise.resolve(typeof data === "string" ? data : "")
        };
    };
}

const asItIs = [(text: unknown): unknown => text];

/** The tokens that the account logs in with; a refused login is explained as the module's own would be. */
export function tokensOf(account: HostAccount): AccessTokens {
    const { authenticator, identityClient, activeDevice } = account;
    const isDeleted = async (): Promise<boolean> => {
        const { username } = await activeDevice.getCredentials();
        const result = await identityClient.checkIfIdentityIsDeleted(username);
        if (!result.isSuccess) throw notReachable("The Backbone does not say whether the Identity is deleted.");
        return result.value.isDeleted;
    };
    return {
        tokenOf: async () => {
            try {
                return await authenticator.getToken();
            } catch (error) {
                throw await failureOf(error, isDeleted);
            }
        },
        forget: () => authenticator.clear(),
        refuse: async () => authenticator.clear()
    };
}

/** The authenticator's error (`RequestError`) has the status, and in `object` the Backbone's own word. */
async function failureOf(error: unknown, isDeleted: () => Promise<boolean>): Promise<BackboneFailure> {
    const { status, object, code } = Object(error) as Readonly<Record<"status" | "object" | "code", unknown>>;
    if ((status === 400 || status === 401) && (typeof object === "string" || status === 401)) {
        return await refusedLogIn(typeof object === "string" ? object : undefined, isDeleted);
    }
    // Its code alone: an error of a transport may contain a password.
    return notReachable(typeof code === "string" ? code : "Error");
}

function notReachable(reason: string): BackboneFailure {
    const cause = new Error(reason);
    return BackboneFailure.notReachable("The account gets no access token.", "notDone", { isRetryable: true, cause });
}

function headerOf(headers: Readonly<Record<string, unknown>>, name: string): string | null {
    const value = headers[name.toLowerCase()];
    return typeof value === "string" ? value : null;
}
