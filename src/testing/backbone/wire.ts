import type { DateTime } from "luxon";

/** Of the dates that it sends. */
export const dateFormat = "yyyy-MM-dd'T'HH:mm:ss.SSS'Z'";

export interface BackboneRequest {
    readonly method: string;
    /** Path and query. */
    readonly path: string;
    /** Names in lower case. */
    readonly headers: Readonly<Record<string, string | undefined>>;
    readonly body: string;
}

export interface BackboneAnswer {
    readonly status: number;
    readonly headers: Readonly<Record<string, string>>;
    readonly body: string;
    /** The connection breaks in the middle of the body. */
    readonly isTruncated?: boolean;
}

export function success(status: number, result: unknown, request: BackboneRequest): BackboneAnswer {
    return { status, headers: headersFor(request), body: JSON.stringify({ result }) };
}

export function failure(
    status: number,
    code: string,
    now: DateTime,
    request: BackboneRequest,
    data: unknown = null
): BackboneAnswer {
    const error = {
        id: "ERR00000000000000001",
        code,
        message: "Something was not as it should be.",
        docs: `https://enmeshed.eu/error-codes#${code}`,
        // .NET writes up to seven digits of a fraction.
        time: now.toUTC().toFormat("yyyy-MM-dd'T'HH:mm:ss.SSS'1234Z'"),
        data
    };
    return { status, headers: headersFor(request), body: JSON.stringify({ error }) };
}

function headersFor(request: BackboneRequest): Record<string, string> {
    const headers: Record<string, string> = { "content-type": "application/json; charset=utf-8" };
    const correlationId = request.headers["x-correlation-id"];
    if (correlationId !== undefined) headers["x-correlation-id"] = correlationId;
    return headers;
}

/** By the Backbone's own clock, with every answer of its own: when the request came, and when it was answered. */
export function withTimes(answer: BackboneAnswer, requestedAt: DateTime, answeredAt: DateTime): BackboneAnswer {
    const times = {
        "x-request-time": requestedAt.toUTC().toFormat(dateFormat),
        "x-response-time": answeredAt.toUTC().toFormat(dateFormat)
    };
    return { ...answer, headers: { ...answer.headers, ...times } };
}
