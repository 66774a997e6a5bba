import { SqlitePersistence } from "../../src/adapters/sqlite";
import { pseudonymize } from "../../src/pseudonymization";
import { ourKey } from "./pseudonymization/keys";

/**
 * A process that converts a SQLite file, to be killed meanwhile. It says when it has begun, and its outcome if it comes to
 * its end. Argument: the file's path.
 */
async function main([path]: string[]): Promise<void> {
    process.stdout.write("begins\n");
    const outcome = await pseudonymize(SqlitePersistence.open(path), ourKey, { pageSize: 50 });
    process.stdout.write(`${JSON.stringify(outcome)}\n`);
}

main(process.argv.slice(2)).catch((error: unknown) => {
    console.error(error);
    process.exit(1);
});
