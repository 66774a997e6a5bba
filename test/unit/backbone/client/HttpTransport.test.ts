import { CallCancellation } from "../../../../src/backbone/client/CallCancellation";
import type { Fetch } from "../../../../src/backbone/client/Fetch";
import { HttpTransport, type HttpRequest } from "../../../../src/backbone/client/HttpTransport";

function transportOf(fetch: Fetch, signals: AbortSignal[] = []): HttpTransport {
    return new HttpTransport({
        url: "https://backbone.example",
        fetch,
        requestTimeoutInMs: 1_000,
        maxAnswerInBytes: 1_000,
        cancellation: new CallCancellation(signals)
    });
}

const command: HttpRequest = { method: "POST", path: "/processes", headers: {}, correlationId: "correlation" };

/** As Node's `fetch` throws: the code is the cause's. */
function failedFetch(code: string): Fetch {
    return async () =>
        await Promise.reject(Object.assign(new TypeError("fetch failed"), { cause: { code, token: "secret" } }));
}

describe(HttpTransport.name, () => {
    test.each(["ECONNREFUSED", "ENOTFOUND", "EAI_AGAIN", "UND_ERR_CONNECT_TIMEOUT"])(
        "knows by %s that a command was never sent: nothing was done, and it may be sent again",
        async (code) => {
            await expect(transportOf(failedFetch(code)).send(command)).rejects.toMatchObject({
                outcome: "notDone",
                isRetryable: true,
                correlationId: "correlation",
                cause: { message: `TypeError (${code})` }
            });
        }
    );

    test.each(["ECONNRESET", "UND_ERR_SOCKET", ""])(
        "does not know by %j whether a command has arrived, and does not send it again",
        async (code) => {
            const failing = transportOf(failedFetch(code));
            await expect(failing.send(command)).rejects.toMatchObject({ outcome: "unknown", isRetryable: false });
            await expect(failing.send({ ...command, method: "GET" })).rejects.toMatchObject({ isRetryable: true });
        }
    );

    test("sends nothing once the host has ended the call, and does not try again", async () => {
        const fetch = jest.fn();
        const refusal = transportOf(fetch as never, [AbortSignal.abort()]).send(command);
        const error: unknown = await refusal.catch((reason: unknown) => reason);
        expect(error).toMatchObject({ outcome: "notDone", isRetryable: false });
        expect(error).not.toHaveProperty("cause");
        expect(fetch).not.toHaveBeenCalled();
    });
});
