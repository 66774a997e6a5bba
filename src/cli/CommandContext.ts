import type { IdentityDeletionProcessFacade } from "../application/IdentityDeletionProcessFacade";
import { identityContextOf, type IdentityContext } from "../domain/IdentityContext";
import type { Clock } from "../ports/Clock";
import { backboneAuthority } from "./backboneAuthority";
import type { CliEnvironment } from "./CliEnvironment";
import { CliError } from "./CliError";
import { databaseFileExists, requireDatabaseFile } from "./databaseFile";
import type { Reader } from "./describe";
import { lazily } from "./lazily";
import type { Output } from "./Output";
import { problemOf } from "./problemOf";
import type { Settings } from "./settings";
import { required } from "./settings/resolveSettings";

/** For the commands that only read: they write down no Device, yet a scope always has one. */
const noDevice = "DVC00000000000000000";

/** What a command works with. It throws what goes wrong, and leaves it to `run` to say so. */
export class CommandContext {
    public constructor(
        public readonly environment: CliEnvironment,
        public readonly output: Output,
        /** Resolved when it is first asked for: a help page needs none. */
        private readonly resolve: () => Settings
    ) {}

    private resolved: Settings | undefined;

    public get settings(): Settings {
        return (this.resolved ??= this.resolve());
    }

    /** Now, and the zone that dates are shown in. */
    public get reader(): Reader {
        return { now: this.clock.now(), zone: this.environment.zone ?? "system" };
    }

    /** The absolute path of the database. */
    public get databasePath(): string {
        return required(this.settings, "database");
    }

    /** The Identity, and the Device that acts; a Device may be left out where nothing is written. */
    public identity(device: "writes" | "reads"): IdentityContext {
        const address = required(this.settings, "identity");
        const deviceId = device === "writes" ? required(this.settings, "device") : this.settings.device;
        try {
            return identityContextOf({ address, deviceId: deviceId ?? noDevice });
        } catch (error) {
            throw CliError.invalidValue((error as Error).message);
        }
    }

    /**
     * Opens the database, works with the Identity's processes, and closes it again. `existing` refuses a path where
     * there is no database yet.
     */
    public async withProcesses<Value>(
        identity: IdentityContext,
        database: "existing" | "existingOrNew",
        work: (processes: IdentityDeletionProcessFacade) => Promise<Value>
    ): Promise<Value> {
        const path = this.databasePath;
        if (database === "existing") requireDatabaseFile(path);
        else databaseFileExists(path);

        const persistence = (this.environment.openPersistence ?? openSqlite)(path);
        const authority = backboneAuthority(this.settings, this.environment);
        const module = await lazily
            .module()
            .IdentityDeletionModule.create({ persistence, authority, clock: this.clock });
        try {
            const { identityDeletionProcesses, backbone } = module.forIdentity(identity);
            // What went on while this program was not running. Whatever is wrong, the command itself says so where it matters.
            const { isError, error } = (await backbone?.synchronize()) ?? { isError: false };
            if (isError && error !== undefined) this.output.note(`warning: ${problemOf(error).message}`);
            return await work(identityDeletionProcesses);
        } finally {
            // What was done is done and durable: a store that does not close well must not make it look undone.
            await module.close().catch((error: unknown) => this.output.note(`warning: ${problemOf(error).message}`));
        }
    }

    private get clock(): Clock {
        return this.environment.clock ?? new (lazily.systemClock().SystemClock)();
    }
}

function openSqlite(path: string): ReturnType<NonNullable<CliEnvironment["openPersistence"]>> {
    return lazily.sqlite().SqlitePersistence.open(path);
}
