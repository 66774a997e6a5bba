import { IdentityDeletionModule } from "../../src";
import { DocumentDatabasePersistence } from "../../src/adapters/docdb";
import { connectToFiles, durableStorage, identityOf } from "./docdb/lokiJs";

/** A host over a LokiJS file that says the id of each process once its initiation is answered, until it is killed. */
async function run(folder: string, storageName: string): Promise<void> {
    const files = connectToFiles(folder, storageName === "durable" ? durableStorage() : undefined);
    const database = await files.connection.getDatabase("host");
    const persistence = DocumentDatabasePersistence.overLokiJs({ database, lokiDatabase: files.loki() });
    const module = await IdentityDeletionModule.create({ persistence });
    for (let person = 0; ; person++) {
        const { identityDeletionProcesses } = module.forIdentity(identityOf(person));
        const { value } = await identityDeletionProcesses.initiateIdentityDeletionProcess();
        process.stdout.write(`${value.id}\n`);
    }
}

void run(process.argv[2], process.argv[3]);
