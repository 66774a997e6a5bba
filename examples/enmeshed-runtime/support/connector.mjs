import tsUtils from "@js-soft/ts-utils";
import transport from "@nmshd/transport";

/** With which HTTP status a connector answers an error, as its documentation has it. */
export function statusOf(error) {
    if (error instanceof transport.RequestError) return error.status;
    if (!(error instanceof tsUtils.ApplicationError)) return 500;
    if (error.code === "error.runtime.recordNotFound") return 404;
    return error.code.startsWith("error.platform.") ? 500 : 400;
}
