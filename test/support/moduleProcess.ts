import { IdentityDeletionModule, type PersistencePort } from "../../src";
import { PostgresPersistence } from "../../src/adapters/postgres";
import { SqlitePersistence } from "../../src/adapters/sqlite";
import { PseudonymKey } from "../../src/pseudonymization";

/**
 * A process that has the module open on a SQLite file or a PostgreSQL database and does what its parent tells it. What is to happen in several
 * processes at the same instant carries that instant as `at` (milliseconds of the epoch).
 */
export type Command =
    /** Gives up the superuser's rights, after everything has been loaded that needs them. */
    | { do: "becomeUser"; id: number }
    | { do: "open"; path: string; busyTimeoutInMs?: number; key?: number[]; at?: number }
    | { do: "openPostgres"; connectionString: string; schema?: string; key?: number[]; at?: number }
    | { do: "initiate"; address: string; times: number; at?: number }
    | { do: "close" };

/** For each call: `ok`, or the code of its error, with the message of its cause. */
export type Answer = { code: string; cause?: string }[];

const deviceId = "DVCchildprocess00001";
let module_: IdentityDeletionModule | undefined;

process.on("message", (command: Command) => {
    void carryOut(command)
        .catch((error: unknown) => [answerOf(error)])
        .then((answer) => process.send!(answer));
});

async function carryOut(command: Command): Promise<Answer> {
    switch (command.do) {
        case "becomeUser":
            require("libsql");
            process.setgroups!([command.id]);
            process.setgid!(command.id);
            process.setuid!(command.id);
            break;
        case "open": {
            const { path, busyTimeoutInMs } = command;
            await moment(command.at);
            const persistence = SqlitePersistence.open(path, { busyTimeoutInMs });
            module_ = await create(persistence, command.key);
            break;
        }
        case "openPostgres": {
            await moment(command.at);
            const { connectionString, schema } = command;
            module_ = await create(PostgresPersistence.open(connectionString, { schema }), command.key);
            break;
        }
        case "initiate": {
            const { identityDeletionProcesses } = module_!.forIdentity({ address: command.address, deviceId });
            await moment(command.at);
            const calls = Array.from({ length: command.times }, () =>
                identityDeletionProcesses.initiateIdentityDeletionProcess()
            );
            const results = await Promise.all(calls);
            return results.map((result) => (result.isSuccess ? { code: "ok" } : answerOf(result.error)));
        }
        case "close":
            await module_?.close();
            module_ = undefined;
    }
    return [{ code: "ok" }];
}

async function create(persistence: PersistencePort, key?: number[]): Promise<IdentityDeletionModule> {
    const pseudonymKey = key === undefined ? undefined : PseudonymKey.of(Uint8Array.from(key));
    return await IdentityDeletionModule.create({ persistence, pseudonymKey });
}

/** The last stretch is spun through: timers of several processes are milliseconds apart. */
async function moment(at = 0): Promise<void> {
    const spinInMs = 5;
    await new Promise((resolve) => setTimeout(resolve, Math.max(0, at - Date.now() - spinInMs)));
    while (Date.now() < at);
}

function answerOf(thrown: unknown): Answer[number] {
    const { code, cause } = thrown as Error & { code?: string };
    return { code: code ?? "thrown", cause: cause instanceof Error ? cause.message : String(thrown) };
}
