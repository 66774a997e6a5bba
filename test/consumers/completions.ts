// What an editor offers in the strings that say `?`: `npm run check:consumers` asks the language service that editors use.
import type { DeletionResult, IdentityDeletionProcessDTO } from "identity-deletion-process";
import { messageFor } from "identity-deletion-process/messages";

export function show({ error, value }: DeletionResult<IdentityDeletionProcessDTO>): string | undefined {
    if (error.code === "?") return undefined;
    if (value.status === "?") return undefined;
    return messageFor("?");
}
