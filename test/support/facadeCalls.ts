import type { Result } from "@js-soft/ts-utils";
import type { IdentityDeletionProcessFacade } from "../../src";

export type FacadeMethod = Exclude<keyof IdentityDeletionProcessFacade, symbol>;

export const facadeMethods = [
    "initiateIdentityDeletionProcess",
    "cancelIdentityDeletionProcess",
    "getActiveIdentityDeletionProcess",
    "getIdentityDeletionProcess",
    "getIdentityDeletionProcesses"
] as const satisfies FacadeMethod[];

/** Calls a method with anything at all, as app code in plain JavaScript may. */
export async function callFacade(
    facade: IdentityDeletionProcessFacade,
    method: FacadeMethod,
    request?: unknown
): Promise<Result<unknown>> {
    return await (facade[method] as (request: unknown) => Promise<Result<unknown>>).call(facade, request);
}

/** What a result says, in a form that a test can compare: the value, or the code of the error. */
export function outcomeOf(result: Result<unknown>): unknown {
    return result.isSuccess ? result.value : result.error.code;
}
