import type { IdentityDeletionModule } from "../../../../src";
import type { LifecycleChecker } from "./LifecycleChecker";

const maxAsked = 100;

/** Some of the deleted are asked for by the facade, which must know nothing but that, and try to begin anew. */
export async function askForTheDead(checker: LifecycleChecker, app: IdentityDeletionModule): Promise<void> {
    const dead = checker.all.filter(({ status }) => status === "Deleted").slice(0, maxAsked);
    const asked = dead.map(async ({ address, processId }) => {
        const identity = { address, deviceId: "DVCsimulated00000001" };
        const facade = app.forIdentity(identity).identityDeletionProcesses;
        const tombstone = { id: processId, status: "Deleted" };
        const one = await facade.getIdentityDeletionProcess({ id: processId });
        const all = await facade.getIdentityDeletionProcesses();
        const again = await facade.initiateIdentityDeletionProcess();
        const said = [one.value, all.value, again.error.code.split(".").at(-1)];
        const isSo = JSON.stringify(said) === JSON.stringify([tombstone, [tombstone], "identityIsDeleted"]);
        checker.faults.require(isSo, "answer", () => JSON.stringify(said));
    });
    await Promise.all(asked);
}
