/** What shall go wrong with one request. */
export type BackboneFault =
    /** The connection breaks before the Backbone has dealt with the request, and it never will. */
    | "dropRequest"
    /** The connection breaks at once; the Backbone deals with the request when `deliverLateRequests` is called. */
    | "arriveLate"
    /** The Backbone deals with the request; the connection breaks before the answer. */
    | "dropResponse"
    /** The Backbone deals with the request; the connection breaks in the middle of the answer. */
    | "truncate"
    /** 500, before anything was done. */
    | "serverError"
    /** 500, after it was done. */
    | "serverErrorAfterwards"
    /** A proxy's 502 with a page in HTML, before anything was done. */
    | "badGateway"
    /** A proxy sends the request twice: it is handled twice, and the second answer is sent. */
    | "twice"
    /** A cancellation at the same moment as the one before it: neither sees the other, and both are answered with 200. */
    | "atTheSameMoment"
    /** 401: the token has been withdrawn. */
    | "expireToken"
    /** 403. */
    | "forbid"
    /** Waits for so many milliseconds of real time, before dealing with it or before answering. */
    | { readonly delayInMs: number; readonly before: "request" | "response" }
    /** 429 before anything was done. `isExhaustedUntil` makes it an exhausted quota, else it is a proxy's. */
    | { readonly retryAfterInSeconds?: number; readonly isExhaustedUntil?: string };

/** Which requests a fault is for. `token` and `isDeleted` are the ones without an access token. */
export type BackboneRequestKind = "initiate" | "cancel" | "list" | "get" | "token" | "isDeleted";
