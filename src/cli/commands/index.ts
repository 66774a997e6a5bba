import { cancelIdentityDeletion } from "./CancelIdentityDeletion";
import type { CommandGroup } from "./CliCommand";
import { exportDatabase } from "./ExportDatabase";
import { identityStatus } from "./IdentityStatus";
import { importDatabase } from "./ImportDatabase";
import { initIdentityDeletion } from "./InitIdentityDeletion";
import { lifecycleStatus } from "./LifecycleStatus";
import { listFailedDeletions } from "./ListFailedDeletions";
import { listIdentityDeletions } from "./ListIdentityDeletions";
import { pseudonymizeDatabase } from "./PseudonymizeDatabase";
import { retryDeletions } from "./RetryDeletions";
import { runLifecycle } from "./RunLifecycle";

/** Every command, in the order of the help page. */
export const commandGroups: readonly CommandGroup[] = [
    { name: "identity", summary: "see where an Identity stands", commands: [identityStatus] },
    {
        name: "identityDeletion",
        summary: "delete an Identity, or take that back",
        commands: [initIdentityDeletion, cancelIdentityDeletion, listIdentityDeletions]
    },
    {
        name: "lifecycle",
        summary: "remind, delete what is due, and see how that goes",
        commands: [runLifecycle, lifecycleStatus, listFailedDeletions, retryDeletions]
    },
    {
        name: "database",
        summary: "move or convert a database",
        commands: [exportDatabase, importDatabase, pseudonymizeDatabase]
    }
];
