import { createReadStream } from "node:fs";
import { PostgresPersistence } from "../../src/adapters/postgres";
import { SqlitePersistence } from "../../src/adapters/sqlite";
import { importRecords, linesOf } from "../../src/transfer";

/**
 * Imports a file into a SQLite file or a PostgreSQL database, tells of each batch, and in the end prints the summary. Its
 * parent kills it.
 */
async function run(file: string, database: string): Promise<void> {
    const isUrl = database.startsWith("postgresql:");
    const persistence = isUrl ? PostgresPersistence.open(database) : SqlitePersistence.open(database);
    const summary = await importRecords(persistence, () => linesOf(createReadStream(file)), {
        batchSize: 20,
        onProgress: ({ step, records }) => process.stdout.write(`${step} ${records}\n`)
    });
    process.stdout.write(`${JSON.stringify(summary)}\n`);
    await persistence.close();
}

void run(process.argv[2], process.argv[3]);
