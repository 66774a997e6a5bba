// What a host in TypeScript writes: compiled under every module resolution, with the declarations of all dependencies
// checked (`skipLibCheck` is off).
import {
    ErrorCode,
    IdentityDeletionModule,
    IdentityDeletionProcessStatus,
    type DeletionResult,
    type IdentityDeletionProcessDTO,
    type PersistencePort
} from "identity-deletion-process";
import { InMemoryPersistence } from "identity-deletion-process/memory";
import { SqlitePersistence } from "identity-deletion-process/sqlite";

export async function deleteMe(database: string | undefined): Promise<string | undefined> {
    const persistence: PersistencePort =
        database === undefined ? new InMemoryPersistence() : SqlitePersistence.open(database);
    const module = await IdentityDeletionModule.create({ persistence });
    const { identityDeletionProcesses } = module.forIdentity({ address: "me", deviceId: "DVCxxxxxxxxxxxxxxxxx" });

    const result = await identityDeletionProcesses.initiateIdentityDeletionProcess({ lengthOfGracePeriodInDays: 7 });
    if (result.isError) return result.error.code;
    const process: IdentityDeletionProcessDTO = result.value;
    // @ts-expect-error -- a property that no process has: the declarations are really there, and are not `any`.
    void process.somethingElse;
    return process.status === IdentityDeletionProcessStatus.Active ? process.gracePeriodEndsAt : undefined;
}

export async function endsAt(
    initiated: Awaited<ReturnType<typeof deleteIt>>,
    active: DeletionResult<IdentityDeletionProcessDTO>
): Promise<string[]> {
    // A successful initiate always has them; a process that was found may lack them.
    const { createdAt, createdByDevice, gracePeriodEndsAt } = initiated.value;
    // @ts-expect-error -- nobody has cancelled it.
    const cancelledAt: string = initiated.value.cancelledAt;
    // @ts-expect-error -- old data, or a tombstone.
    const end: string = active.value.gracePeriodEndsAt;
    return [createdAt, createdByDevice, gracePeriodEndsAt, cancelledAt, end];
}

async function deleteIt(module: IdentityDeletionModule) {
    const identity = { address: "me", deviceId: "DVCxxxxxxxxxxxxxxxxx" };
    return await module.forIdentity(identity).identityDeletionProcesses.initiateIdentityDeletionProcess();
}

/** Codes and statuses are open for those of a later release. */
export function isNew({ error, value }: DeletionResult<IdentityDeletionProcessDTO>): boolean {
    if (error.code === ErrorCode.gracePeriodHasExpired) return false;
    return error.code === "error.runtime.ofALaterRelease" || value.status === "OfALaterRelease";
}
