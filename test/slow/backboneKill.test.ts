import { join } from "node:path";
import { SqlitePersistence } from "../../src/adapters/sqlite";
import { FaultRun } from "../support/backbone/FaultRun";
import { killElsewhere } from "../support/backbone/killElsewhere";
import { lokiJsPort } from "../support/backbone/lokiJsPort";
import { ChildPrograms } from "../support/childPrograms";
import { makeFolder, removeFolder } from "../support/docdb/lokiJs";

const runs = 15;

/** How a database in a folder is named to the process that is killed, and how it is opened here. */
const stores = {
    SQLite: {
        nameIn: (folder: string) => join(folder, "identities.db"),
        open: (name: string) => SqlitePersistence.open(name)
    },
    LokiJS: {
        nameIn: (folder: string) => `lokijs:${folder}`,
        open: (name: string) => lokiJsPort(name.slice("lokijs:".length))
    }
};

describe("After kill -9 of a process in the middle of a command to a Backbone", () => {
    let programs: ChildPrograms;
    beforeAll(async () => {
        programs = await ChildPrograms.compile("backbone/backboneVictim");
    });
    afterAll(async () => await programs.remove());

    test.each(["SQLite", "LokiJS"] as const)(
        "the facade agrees with it, over a file of %s",
        async (store) => {
            const { nameIn, open } = stores[store];
            for (let run = 0; run < runs; run++) {
                const folder = await makeFolder();
                try {
                    const database = nameIn(folder);
                    const elsewhere = killElsewhere(programs.fileOf("backboneVictim"), programs.environment, database);
                    await new FaultRun(run, () => open(database), elsewhere).check();
                } finally {
                    await removeFolder(folder);
                }
            }
        },
        60_000
    );
});
