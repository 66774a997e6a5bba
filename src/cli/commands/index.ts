import { cancelIdentityDeletion } from "./CancelIdentityDeletion";
import type { CommandGroup } from "./CliCommand";
import { identityStatus } from "./IdentityStatus";
import { initIdentityDeletion } from "./InitIdentityDeletion";
import { listIdentityDeletions } from "./ListIdentityDeletions";

/** Every command, in the order of the help page. */
export const commandGroups: readonly CommandGroup[] = [
    { name: "identity", summary: "see where an Identity stands", commands: [identityStatus] },
    {
        name: "identityDeletion",
        summary: "delete an Identity, or take that back",
        commands: [initIdentityDeletion, cancelIdentityDeletion, listIdentityDeletions]
    }
];
