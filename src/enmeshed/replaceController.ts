import type { DeletionController, HostCalls } from "./DeletionController";
import type { HostAccount } from "./Host";
import { replaceProperty } from "./replaceProperty";

const replacedCalls: readonly (keyof HostCalls)[] = [
    "initiateIdentityDeletionProcess",
    "cancelIdentityDeletionProcess",
    "getIdentityDeletionProcess",
    "getIdentityDeletionProcesses",
    "getIdentityDeletionProcessByStatus",
    "loadNewIdentityDeletionProcessFromBackbone",
    "updateExistingIdentityDeletionProcessFromBackbone"
];

/** Replaces the account's own controller for these calls; all others stay its own. Returns what restores it. */
export function replaceController(account: HostAccount, controller: DeletionController): () => void {
    const replaced = Object.create(account.identityDeletionProcess) as Record<string, unknown>;
    for (const name of replacedCalls) {
        replaced[name] = (controller[name] as (...args: never[]) => unknown).bind(controller);
    }
    return replaceProperty(account, "identityDeletionProcess", replaced);
}
