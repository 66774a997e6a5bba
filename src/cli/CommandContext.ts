import type { ApplicationError } from "@js-soft/ts-utils";
import type { IdentityDeletionProcessFacade } from "../application/IdentityDeletionProcessFacade";
import type { Pseudonyms } from "../application/pseudonym/Pseudonyms";
import type { LifecycleFactory } from "../application/LifecyclePort";
import type { IdentityDeletionModule } from "../di/IdentityDeletionModule";
import { identityContextOf, type IdentityContext } from "../domain/IdentityContext";
import type { Lifecycle } from "../lifecycle";
import type { Clock } from "../ports/Clock";
import type { PersistencePort } from "../ports/PersistencePort";
import { backboneAuthority } from "./backboneAuthority";
import type { CliEnvironment } from "./CliEnvironment";
import { CliError } from "./CliError";
import { databaseFileExists, requireDatabaseFile } from "./databaseFile";
import { isDatabaseUrl } from "./databaseUrl";
import type { Reader } from "./describe";
import { lazily } from "./lazily";
import type { Output } from "./Output";
import { problemOf } from "./problemOf";
import type { Settings } from "./settings";
import { required } from "./settings/resolveSettings";

/** For commands that only read: they write no Device, yet a scope needs one. */
const noDevice = "DVC00000000000000000";

const notConverted = "The database was used without a pseudonym key: convert it first, or name no key file.";

export class CommandContext {
    public constructor(
        public readonly environment: CliEnvironment,
        public readonly output: Output,
        /** Called when a setting is first asked for: a help page needs none. */
        private readonly resolve: () => Settings
    ) {}

    private resolved: Settings | undefined;

    public get settings(): Settings {
        return (this.resolved ??= this.resolve());
    }

    public get reader(): Reader {
        return { now: this.clock.now(), zone: this.environment.zone ?? "system" };
    }

    public get databasePath(): string {
        return required(this.settings, "database");
    }

    /** The Device may be missing where nothing is written. */
    public identity(device: "writes" | "reads"): IdentityContext {
        const address = required(this.settings, "identity");
        const deviceId = device === "writes" ? required(this.settings, "device") : this.settings.device;
        try {
            return identityContextOf({ address, deviceId: deviceId ?? noDevice });
        } catch (error) {
            throw CliError.invalidValue((error as Error).message);
        }
    }

    /** `work` also gets why the Backbone could not be asked, if so. `makesKey`: a key file next to a new database. */
    public async withProcesses<Value>(
        identity: IdentityContext,
        database: "existing" | "existingOrNew",
        work: (processes: IdentityDeletionProcessFacade, notSynchronized?: ApplicationError) => Promise<Value>,
        makesKey = false
    ): Promise<Value> {
        const persistence = this.store(database, database === "existingOrNew");
        const authority = backboneAuthority(this.settings, this.environment);
        const pseudonymKey = await this.pseudonymKey(database, makesKey);
        const { IdentityDeletionModule } = lazily.module();
        const options = { persistence, authority, pseudonymKey, clock: this.clock };
        const module = await IdentityDeletionModule.create({ ...options, lifecycle: "elsewhere" });
        try {
            const { identityDeletionProcesses, backbone } = module.forIdentity(identity);
            // What went on while this program was not running. Where an error matters, the command itself meets it.
            const synchronized = await backbone?.synchronize();
            const notSynchronized = synchronized?.isError === true ? synchronized.error : undefined;
            if (notSynchronized !== undefined) this.warn(notSynchronized);
            return await work(identityDeletionProcesses, notSynchronized);
        } finally {
            await this.closed(module);
        }
    }

    public async withLifecycle<Value>(
        lifecycle: LifecycleFactory<Lifecycle>,
        work: (module: IdentityDeletionModule<Lifecycle>) => Promise<Value>,
        migrate = true
    ): Promise<Value> {
        const persistence = this.store("existing", migrate);
        const pseudonymKey = await this.pseudonymKey("existing");
        if (pseudonymKey === undefined) throw CliError.noKeyForTombstones(this.settings.pseudonymKeyFile);
        const { IdentityDeletionModule } = lazily.module();
        const module = await IdentityDeletionModule.create({ persistence, pseudonymKey, lifecycle, clock: this.clock });
        try {
            return await work(module);
        } finally {
            await this.closed(module);
        }
    }

    /** From the named file, else the one next to a database file. Either can be made for a database not used yet. */
    public async pseudonymKey(
        database: "existing" | "existingOrNew",
        makesKey = false
    ): Promise<Pseudonyms | undefined> {
        const path = this.settings.pseudonymKeyFile;
        if (path === undefined) return this.keyBesideTheDatabase(makesKey);
        const { readKeyFile, makeKeyFile } = lazily.keyFile();
        const key = readKeyFile(path, this.output);
        if (key !== undefined) return key;

        // A database that is not there yet is not made for a key file that perhaps cannot be made.
        if (database === "existing" || databaseFileExists(this.databasePath)) {
            const use = await this.withStore(database, useOf);
            if (use === "with a key") throw CliError.noKeyFile(path);
            if (use === "without a key") {
                throw lazily.identityDeletionError().IdentityDeletionError.storeIsNotConverted(notConverted);
            }
        }
        return database === "existingOrNew" ? makeKeyFile(path, this.output) : undefined;
    }

    private keyBesideTheDatabase(makesKey: boolean): Pseudonyms | undefined {
        if (isDatabaseUrl(this.databasePath)) return undefined;
        const path = `${this.databasePath}.key`;
        const { readOwnKeyFile, makeKeyFile } = lazily.keyFile();
        const key = readOwnKeyFile(path, this.output);
        if (key !== undefined || !makesKey) return key;
        // Another call may just have made both: the key first.
        return databaseFileExists(this.databasePath)
            ? readOwnKeyFile(path, this.output)
            : makeKeyFile(path, this.output);
    }

    public pseudonymKeyThatIsThere(): Pseudonyms | undefined {
        const path = this.settings.pseudonymKeyFile;
        if (path !== undefined) return lazily.keyFile().readKeyFile(path, this.output);
        return this.keyBesideTheDatabase(false);
    }

    public async withStore<Value>(
        database: "existing" | "existingOrNew",
        work: (store: PersistencePort) => Promise<Value>,
        migrate = true
    ): Promise<Value> {
        const store = this.store(database, migrate);
        try {
            await store.open();
            return await work(store);
        } finally {
            await this.closed(store);
        }
    }

    /** A store that does not close well must not make what was done look undone. */
    private async closed(closing: { close(): Promise<void> }): Promise<void> {
        await closing.close().catch((error: unknown) => this.warn(error));
    }

    private warn(error: unknown): void {
        this.output.note(`warning: ${problemOf(error).message}`);
    }

    private store(database: "existing" | "existingOrNew", migrate: boolean): PersistencePort {
        const path = this.databasePath;
        if (database === "existing") requireDatabaseFile(path);
        else databaseFileExists(path);
        return this.environment.openPersistence?.(path) ?? openDatabase(path, migrate);
    }

    private get clock(): Clock {
        return this.environment.clock ?? new (lazily.systemClock().SystemClock)();
    }
}

/** Only reads: what is made of a database that nothing has used is the module's to say. */
async function useOf(store: PersistencePort): Promise<"with a key" | "without a key" | "none"> {
    const mark = await lazily.keyMark().findKeyMark(store);
    if (mark !== undefined) return mark.id === null ? "without a key" : "with a key";
    return (await store.scan(undefined, 1)).length === 0 ? "none" : "without a key";
}

/** A command that only looks makes no schema on a server. A file that is there has its tables. */
function openDatabase(path: string, migrate: boolean): PersistencePort {
    if (isDatabaseUrl(path)) return lazily.postgres().PostgresPersistence.open(path, { migrate });
    return lazily.sqlite().SqlitePersistence.open(path);
}
