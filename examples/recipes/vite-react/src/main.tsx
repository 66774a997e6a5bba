import { IdentityDeletionModule } from "identity-deletion-process";
import { IndexedDbPersistence } from "identity-deletion-process/indexeddb";
import { createRoot } from "react-dom/client";
import { DeleteAccount } from "./DeleteAccount";

const module = IdentityDeletionModule.create({
    persistence: IndexedDbPersistence.open(),
    // Reminders and the deletion are done by your server, or by a lifecycle in this page.
    lifecycle: "elsewhere"
});
const anna = { address: "did:e:example.org:dids:anna", deviceId: "DVCannasphone0000001" };

const openProcesses = async () => (await module).forIdentity(anna).identityDeletionProcesses;
const sayStarted = () => console.log("The grace period has started.");

createRoot(document.getElementById("root")!).render(<DeleteAccount processes={openProcesses} onStarted={sayStarted} />);
