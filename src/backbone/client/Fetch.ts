import type { HostAbortSignal } from "../../ports/HostAbortSignal";

/** The part of `fetch` that is used, without the types of Node or a browser. */
export type Fetch = (url: string, request: FetchRequest) => Promise<FetchResponse>;

export interface FetchRequest {
    readonly method: string;
    readonly headers: Record<string, string>;
    readonly body?: string;
    readonly redirect: "manual";
    /** A cached answer proves nothing about the present state. */
    readonly cache: "no-store";
    /** No cookies: a page that has some of the Backbone's host would send them along. */
    readonly credentials: "omit";
    readonly signal: HostAbortSignal;
}

export interface FetchResponse {
    readonly status: number;
    readonly type?: string;
    readonly headers: { get(name: string): string | null };
    readonly body: { getReader(): BodyReader } | null;
    text(): Promise<string>;
}

export interface BodyReader {
    read(): Promise<{ done: boolean; value?: Uint8Array }>;
    cancel(): Promise<void>;
}

/** Looked up at each call, so that a replacement by the host counts. */
export const globalFetch: Fetch = async (url, request) =>
    await (globalThis as unknown as { fetch: Fetch }).fetch(url, request);
