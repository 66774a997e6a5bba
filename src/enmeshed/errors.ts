import { httpStatusOf } from "../domain/httpStatusOf";
import type { ApplicationError } from "../domain/tsUtils";
import type { HostTransport } from "./Host";

type NewRequestError = new (
    method: string,
    path: string,
    platformParameters: undefined,
    code: string,
    reason: string,
    requestId: string,
    status: number
) => Error;
type NewApplicationError = new (code: string, message: string) => Error;

/** What a connector answers with 400 or 404, by the code alone, without a status on the error. */
const byCode = [400, 404];

/** The error as the host's `ApplicationError`, which keeps the code, or a `RequestError`, which also has a status. */
export function toHostError({ RequestError }: HostTransport, error: ApplicationError): Error {
    const { code, message } = error;
    const status = httpStatusOf(code);
    const thrown = byCode.includes(status)
        ? new (Object.getPrototypeOf(RequestError) as NewApplicationError)(code, message)
        : new (RequestError as unknown as NewRequestError)("", path, undefined, code, message, "", status);
    // What a request was, and when, is the Backbone's to know.
    Object.defineProperty(thrown, "message", { value: message, configurable: true });
    Object.defineProperty(thrown, "cause", { value: error, enumerable: false, configurable: true });
    return thrown;
}

const path = "/api/v2/Identities/Self/DeletionProcesses";
