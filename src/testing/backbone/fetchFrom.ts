import type { HostAbortSignal } from "../../ports/HostAbortSignal";
import type { InMemoryBackbone } from "./InMemoryBackbone";
import type { BackboneAnswer } from "./wire";

/** As much of what `fetch` takes as is used here. */
export interface InProcessRequest {
    readonly method: string;
    readonly headers: Record<string, string>;
    readonly body?: string;
    readonly signal?: HostAbortSignal;
}

/** As much of what `fetch` returns as is used here. */
export interface InProcessResponse {
    readonly status: number;
    readonly headers: { get(name: string): string | null };
    readonly body: null;
    text(): Promise<string>;
}

/**
 * A `fetch` that reaches the Backbone without a network, wherever the URL says that it is: for tests of a host in a browser,
 * and for many thousands of requests a second. A broken connection is a `TypeError`, as it is with the real one.
 */
export function fetchFrom(
    backbone: InMemoryBackbone
): (url: string, request: InProcessRequest) => Promise<InProcessResponse> {
    return async (url, { method, headers, body = "", signal }) => {
        const { pathname, search } = new URL(url);
        const lowerCase = Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]);
        const answering = backbone.handle({
            method,
            path: pathname + search,
            headers: Object.fromEntries(lowerCase) as Record<string, string>,
            body
        });
        const answer = await (signal === undefined ? answering : Promise.race([answering, aborted(signal)]));
        if (answer === "broken") throw new TypeError("fetch failed");
        return responseOf(answer);
    };
}

function responseOf({ status, headers, body, isTruncated }: BackboneAnswer): InProcessResponse {
    return {
        status,
        headers: { get: (name) => headers[name.toLowerCase()] ?? null },
        body: null,
        text: async () => {
            if (isTruncated) throw new TypeError("terminated");
            return body;
        }
    };
}

async function aborted(signal: HostAbortSignal): Promise<never> {
    return await new Promise((_, reject) => {
        const abort = (): void => reject(new DOMException("This operation was aborted", "AbortError"));
        if (signal.aborted) abort();
        else signal.addEventListener("abort", abort);
    });
}
