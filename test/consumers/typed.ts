// What a host in TypeScript writes: compiled under every module resolution, with the declarations of all dependencies
// checked (`skipLibCheck` is off).
import {
    IdentityDeletionModule,
    IdentityDeletionProcessStatus,
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
