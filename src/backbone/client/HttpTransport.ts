import type { HostAbortSignal } from "../../ports/HostAbortSignal";
import { CallCancellation } from "./CallCancellation";
import { dateFrom } from "./answers";
import type { BackboneClock } from "./BackboneClock";
import { BackboneFailure } from "./BackboneFailure";
import { Fetch, FetchResponse } from "./Fetch";

export interface HttpRequest {
    readonly method: "GET" | "POST" | "PUT";
    readonly path: string;
    readonly headers: Record<string, string>;
    readonly body?: string;
    readonly correlationId: string;
}

export interface HttpResponse {
    readonly status: number;
    readonly text: string;
    readonly retryAfterInMs: number | undefined;
}

export interface HttpTransportOptions {
    readonly url: string;
    readonly fetch: Fetch;
    readonly requestTimeoutInMs: number;
    readonly maxAnswerInBytes: number;
    readonly cancellation: CallCancellation;
    readonly clock?: BackboneClock;
}

/** Codes of Node's `fetch` where nothing was sent. A browser does not tell. */
const neverSent: readonly unknown[] = ["ECONNREFUSED", "ENOTFOUND", "EAI_AGAIN", "UND_ERR_CONNECT_TIMEOUT"];

/** Bounded even if `fetch` ignores the signal. Follows no redirect: a token goes to the Backbone's address only. */
export class HttpTransport {
    public constructor(private readonly options: HttpTransportOptions) {}

    public get cancellation(): CallCancellation {
        return this.options.cancellation;
    }

    public endedBy(cancellation: CallCancellation): HttpTransport {
        return new HttpTransport({ ...this.options, cancellation });
    }

    /** Rejects with a `BackboneFailure`. */
    public send(request: HttpRequest): Promise<HttpResponse> {
        const { cancellation, requestTimeoutInMs } = this.options;
        if (cancellation.isCancelled) return Promise.reject(this.notSent(request, undefined, false));
        const waiting = cancellation.waitFor((signal) => this.fetchAnswer(request, signal), requestTimeoutInMs);
        return waiting.catch((error: unknown) => {
            if (error instanceof BackboneFailure) throw error;
            throw this.lost(request, "The Backbone did not answer in time.", error);
        });
    }

    private async fetchAnswer(request: HttpRequest, signal: HostAbortSignal): Promise<HttpResponse> {
        const { method, path, headers, body } = request;
        let response: FetchResponse;
        try {
            const sent = {
                method,
                headers,
                redirect: "manual",
                cache: "no-store",
                credentials: "omit",
                signal,
                ...(body === undefined ? {} : { body })
            } as const;
            response = await this.options.fetch(this.options.url + path, sent);
        } catch (error) {
            throw this.explain(request, error);
        }
        try {
            const { status } = response;
            if (response.type === "opaqueredirect" || (status >= 300 && status < 400)) {
                throw this.lost(request, "The Backbone's address answers with a redirect; it is not followed.");
            }
            const time = dateFrom(response.headers.get("x-request-time"));
            if (time !== undefined) this.options.clock?.hear(time);
            const text = await this.read(request, response);
            return {
                status,
                text,
                retryAfterInMs: status < 400 ? undefined : retryAfterOf(response.headers.get("retry-after"))
            };
        } catch (error) {
            if (error instanceof BackboneFailure) throw error;
            throw this.lost(request, "The Backbone's answer broke off.", error);
        }
    }

    private async read(request: HttpRequest, response: FetchResponse): Promise<string> {
        const max = this.options.maxAnswerInBytes;
        const length = response.headers.get("content-length");
        if (length !== null && Number(length) > max) {
            await response.body?.getReader().cancel();
            throw this.tooLarge(request);
        }
        // Some have no stream: a text has at least as many bytes as characters.
        if (response.body === null) {
            const text = await response.text();
            if (text.length > max) throw this.tooLarge(request);
            return text;
        }
        // Where the length is known, the transport holds the answer to it; an encoded one may still unpack to more.
        if (length !== null && response.headers.get("content-encoding") === null) return await response.text();
        const reader = response.body.getReader();
        const decoder = new TextDecoder();
        let text = "";
        for (let size = 0; ;) {
            const { done, value } = await reader.read();
            if (done || value === undefined) return text + decoder.decode();
            size += value.byteLength;
            if (size > max) {
                await reader.cancel();
                throw this.tooLarge(request);
            }
            text += decoder.decode(value, { stream: true });
        }
    }

    private explain(request: HttpRequest, error: unknown): BackboneFailure {
        if (neverSent.includes(codeOf(error))) return this.notSent(request, error, true);
        return this.lost(request, "The Backbone did not answer.", error);
    }

    private notSent({ correlationId }: HttpRequest, error: unknown, isRetryable: boolean): BackboneFailure {
        const cause = error === undefined ? {} : { cause: harmless(error) };
        return BackboneFailure.notReachable("The Backbone cannot be reached; nothing was sent.", "notDone", {
            correlationId,
            isRetryable,
            ...cause
        });
    }

    private tooLarge(request: HttpRequest): BackboneFailure {
        return this.lost(request, "The Backbone's answer is larger than any of its answers can be.");
    }

    private lost({ correlationId, method }: HttpRequest, message: string, error?: unknown): BackboneFailure {
        const cause = error === undefined ? {} : { cause: harmless(error) };
        return BackboneFailure.notReachable(message, "unknown", {
            correlationId,
            isRetryable: method === "GET",
            ...cause
        });
    }
}

/** Name and code of an error: a transport's message may contain a URL, a header or a body, and with it a secret. */
function harmless(error: unknown): Error {
    const code = codeOf(error);
    const name = nameOf(error);
    const kept = new Error(
        `${name}${typeof code === "string" && /^[A-Z][A-Z0-9_]{0,40}$/.test(code) ? ` (${code})` : ""}`
    );
    // The stack of what was thrown has its message in it; this one's begins here.
    kept.name = "TransportError";
    return kept;
}

function nameOf(error: unknown): string {
    try {
        const name: unknown = (error as { name?: unknown } | null | undefined)?.name;
        return typeof name === "string" && /^[A-Za-z]{1,40}$/.test(name) ? name : "Error";
    } catch {
        return "Error";
    }
}

function codeOf(error: unknown): unknown {
    try {
        const { cause, code } = error as { cause?: { code?: unknown }; code?: unknown };
        return cause?.code ?? code;
    } catch {
        return undefined;
    }
}

function retryAfterOf(header: string | null): number | undefined {
    if (header === null) return undefined;
    const milliseconds = /^\d{1,9}$/.test(header.trim()) ? Number(header) * 1000 : Date.parse(header) - Date.now();
    return Number.isFinite(milliseconds) ? Math.max(0, milliseconds) : undefined;
}
