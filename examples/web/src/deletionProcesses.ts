import {
    type GracePeriodOptions,
    IdentityDeletionModule,
    type IdentityContext,
    type IdentityDeletionProcessFacade
} from "identity-deletion-process";
import { IndexedDbPersistence } from "identity-deletion-process/indexeddb";
import { Lifecycle } from "identity-deletion-process/lifecycle";
import { deleters } from "./personalData";
import { pseudonymKey } from "./pseudonymKey";

/** Which grace periods this app allows, in days; it offers whole days only. */
export const gracePeriod = { minimumInDays: 1, defaultInDays: 14, maximumInDays: 365 } satisfies GracePeriodOptions;

/**
 * Everything that this page asks of the package. `onChange` is called after each change that was made here: by the person,
 * or, when the grace period is over, by the lifecycle, which works as long as the page is open and goes on when it is
 * opened again.
 */
export async function openDeletionProcesses(
    identity: IdentityContext,
    onChange: () => void
): Promise<IdentityDeletionProcessFacade> {
    const module = await IdentityDeletionModule.create({
        persistence: IndexedDbPersistence.open(),
        eventBus: { publish: onChange },
        gracePeriod,
        pseudonymKey: await pseudonymKey(),
        // A page that is closed sends no reminder; an app whose server knows the person lets that server do it.
        lifecycle: Lifecycle.configure({ deleters, notifier: "none" })
    });
    module.start();
    return module.forIdentity(identity).identityDeletionProcesses;
}
