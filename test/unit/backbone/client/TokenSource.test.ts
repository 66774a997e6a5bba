import type { IdentityContext } from "../../../../src";
import { CallCancellation } from "../../../../src/backbone/client/CallCancellation";
import type { FetchResponse } from "../../../../src/backbone/client/Fetch";
import { HttpTransport } from "../../../../src/backbone/client/HttpTransport";
import { TokenSource } from "../../../../src/backbone/client/TokenSource";
import { alice } from "../../../support/fixtures";
import { person } from "../../../support/lifecycle/LifecycleWorld";

interface Waiting {
    readonly username: string;
    readonly answer: (token: string) => void;
    readonly fail: () => void;
}

/** A Backbone whose requests for a token wait for what the test answers. */
function source() {
    const asked: Waiting[] = [];
    const fetch = async (_: string, { body }: { body?: string }): Promise<FetchResponse> =>
        await new Promise((resolve, reject) => {
            const answer = (token: string): void => resolve(response({ access_token: token, expires_in: 300 }));
            const username = new URLSearchParams(body).get("username")!;
            asked.push({ username, answer, fail: () => reject(new Error("The connection was reset.")) });
        });
    const cancellation = new CallCancellation([]);
    const url = "https://backbone.example";
    const transport = new HttpTransport({
        url,
        fetch,
        requestTimeoutInMs: 10_000,
        maxAnswerInBytes: 1_000,
        cancellation
    });
    const credentialsOf = async ({ address }: IdentityContext) => ({ username: address, password: "password" });
    const waiting = { cancellation, timeoutInMs: 10_000 };
    return { tokens: new TokenSource(transport, { id: "id", secret: "secret" }, credentialsOf, waiting), asked };
}

function response(content: object): FetchResponse {
    const text = async (): Promise<string> => JSON.stringify(content);
    return { status: 200, headers: { get: () => null }, body: null, text };
}

/** The host is asked for the credentials first. */
async function settled(): Promise<void> {
    await new Promise((resolve) => setImmediate(resolve));
}

describe(TokenSource.name, () => {
    test("shares one request, and one token, among calls of one device", async () => {
        const { tokens, asked } = source();
        const both = [tokens.tokenOf(alice), tokens.tokenOf(alice)];
        await settled();
        expect(asked).toHaveLength(1);
        asked[0].answer("first");
        expect(await Promise.all([...both, tokens.tokenOf(alice)])).toStrictEqual(["first", "first", "first"]);
        expect(asked).toHaveLength(1);
    });

    test("fetches another once the Backbone has not accepted a token, but none for a token that is replaced", async () => {
        const { tokens, asked } = source();
        const first = tokens.tokenOf(alice);
        await settled();
        asked[0].answer("first");
        await first;
        await tokens.refuse(alice, "first");
        const second = tokens.tokenOf(alice);
        await settled();
        // A call that was sent with the first one hears late that it is refused.
        await tokens.refuse(alice, "first");
        asked[1].answer("second");
        await second;
        await tokens.refuse(alice, "first");
        expect(await tokens.tokenOf(alice)).toBe("second");
        expect(asked).toHaveLength(2);
    });

    test("keeps the newer token where an older request fails late", async () => {
        const { tokens, asked } = source();
        const first = tokens.tokenOf(alice);
        await settled();
        tokens.forget(alice);
        const second = tokens.tokenOf(alice);
        await settled();
        asked[1].answer("second");
        await second;
        asked[0].fail();
        await expect(first).rejects.toMatchObject({ outcome: "notDone", isRetryable: true });
        expect(await tokens.tokenOf(alice)).toBe("second");
        expect(asked).toHaveLength(2);
    });

    test("knows the tokens of ten thousand devices, and forgets the one that was fetched first for one more", async () => {
        const { tokens, asked } = source();
        const all = Array.from({ length: 10_001 }, (_, number) => person(number));
        const fetching = all.map(async (identity) => await tokens.tokenOf(identity));
        await settled();
        for (const { username, answer } of asked) answer(`of-${username}`);
        await Promise.all(fetching);
        expect(await tokens.tokenOf(all[1])).toBe(`of-${all[1].address}`);
        expect(asked).toHaveLength(10_001);
        void tokens.tokenOf(all[0]);
        await settled();
        expect(asked).toHaveLength(10_002);
        asked[10_001].answer("again");
    }, 60_000);
});
