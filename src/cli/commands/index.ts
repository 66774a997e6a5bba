import { cancelIdentityDeletion } from "./CancelIdentityDeletion";
import type { CliCommand, CommandGroup } from "./CliCommand";
import { doctor } from "./Doctor";
import { exportDatabase } from "./ExportDatabase";
import { identityStatus } from "./IdentityStatus";
import { importDatabase } from "./ImportDatabase";
import { initIdentityDeletion } from "./InitIdentityDeletion";
import { lifecycleStatus } from "./LifecycleStatus";
import { listFailedDeletions } from "./ListFailedDeletions";
import { inspectProcess } from "./InspectProcess";
import { listIdentityDeletions } from "./ListIdentityDeletions";
import { pseudonymizeDatabase } from "./PseudonymizeDatabase";
import { retryDeletions } from "./RetryDeletions";
import { runLifecycle } from "./RunLifecycle";

export const commandGroups: readonly CommandGroup[] = [
    { name: "identity", summary: "see the state of an Identity", commands: [identityStatus] },
    {
        name: "identityDeletion",
        summary: "delete an Identity, or take that back",
        commands: [initIdentityDeletion, cancelIdentityDeletion, listIdentityDeletions]
    },
    {
        name: "lifecycle",
        summary: "remind, delete what is due, and see how that goes",
        commands: [runLifecycle, lifecycleStatus, listFailedDeletions, inspectProcess, retryDeletions]
    },
    {
        name: "database",
        summary: "move or convert a database",
        commands: [exportDatabase, importDatabase, pseudonymizeDatabase]
    }
];

export const singleCommands: readonly CliCommand[] = [doctor];
