import {
    type GracePeriodOptions,
    IdentityDeletionModule,
    type IdentityContext,
    type IdentityDeletionProcessFacade
} from "identity-deletion-process";
import { IndexedDbPersistence } from "identity-deletion-process/indexeddb";

/** Which grace periods this app allows, in days; it offers whole days only. */
export const gracePeriod = { minimumInDays: 1, defaultInDays: 14, maximumInDays: 365 } satisfies GracePeriodOptions;

/** Everything that this page asks of the package. `onChange` is called after each change that this page made. */
export async function openDeletionProcesses(
    identity: IdentityContext,
    onChange: () => void
): Promise<IdentityDeletionProcessFacade> {
    const module = await IdentityDeletionModule.create({
        persistence: IndexedDbPersistence.open(),
        eventBus: { publish: onChange },
        gracePeriod
    });
    return module.forIdentity(identity).identityDeletionProcesses;
}
