export interface FileSystem {
    readFile(path: string, encoding: "utf8"): Promise<string>;
    open(path: string, flags: string): Promise<OpenFile>;
    rename(from: string, to: string): Promise<void>;
    unlink(path: string): Promise<void>;
}

export interface OpenFile {
    writeFile(text: string): Promise<void>;
    sync(): Promise<void>;
    close(): Promise<void>;
}

/**
 * Keeps a LokiJS database in a file, in LokiJS's own form. Unlike LokiJS's own adapter, it answers a save when it is on
 * the disk, and never overwrites a file that it cannot read: saving fails until that is opened anew.
 *
 * `LokiJsConnection.fileSystem(folder, { adapter: new LokiJsFileStorage(require("node:fs/promises")) })`
 */
export class LokiJsFileStorage {
    public readonly syncsToDisk = true;
    private readonly broken = new Map<string, Error>();
    private saving: Promise<void> = Promise.resolve();

    public constructor(private readonly fileSystem: FileSystem) {}

    /** Called by LokiJS. Returns the parsed database, `null` where there is no file, or an `Error`. */
    public loadDatabase(filename: string, callback: (stored: unknown) => void): void {
        void this.load(filename).then(ignoreThrown(callback));
    }

    /** Called by LokiJS. To be told of a failed autosave, give LokiJS an `autosaveCallback`. */
    public saveDatabase(filename: string, text: string, callback: (error?: unknown) => void): void {
        const answer = ignoreThrown(callback);
        this.saving = this.saving.then(() => this.save(filename, text).then(() => answer(), answer));
    }

    public deleteDatabase(filename: string, callback: (error?: unknown) => void): void {
        this.broken.delete(filename);
        const answer = ignoreThrown(callback);
        void this.fileSystem.unlink(filename).then(() => answer(), answer);
    }

    private async load(filename: string): Promise<unknown> {
        try {
            const stored: unknown = JSON.parse(await this.fileSystem.readFile(filename, "utf8"));
            if (!Array.isArray((stored as { collections?: unknown } | null)?.collections)) {
                throw new Error("The file is not one of LokiJS.");
            }
            this.broken.delete(filename);
            return stored;
        } catch (error) {
            if (codeOf(error) === "ENOENT") return null;
            this.broken.set(filename, error as Error);
            return error;
        }
    }

    private async save(filename: string, text: string): Promise<void> {
        const cause = this.broken.get(filename);
        if (cause !== undefined) {
            throw new Error("This file could not be read, and is not written over before it can be.", { cause });
        }
        const temporary = `${filename}~`;
        await this.withFile(temporary, "w", async (file) => {
            await file.writeFile(text);
            await file.sync();
        });
        await this.fileSystem.rename(temporary, filename);
        await this.syncFolderOf(filename);
    }

    /** Only then is the rename itself on the disk. Windows cannot do it, and need not. */
    private async syncFolderOf(filename: string): Promise<void> {
        const end = Math.max(filename.lastIndexOf("/"), filename.lastIndexOf("\\"));
        try {
            await this.withFile(end < 0 ? "." : filename.slice(0, end + 1), "r", (folder) => folder.sync());
        } catch (error) {
            if (!["EISDIR", "EPERM", "EACCES", "EINVAL"].includes(codeOf(error))) throw error;
        }
    }

    private async withFile(path: string, flags: string, work: (file: OpenFile) => Promise<void>): Promise<void> {
        const file = await this.fileSystem.open(path, flags);
        try {
            await work(file);
        } finally {
            await file.close();
        }
    }
}

/** LokiJS throws a failure that it has no callback for, as in its autosave without throttled saves. */
function ignoreThrown(callback: (answer?: unknown) => void): (answer?: unknown) => void {
    return (answer) => {
        try {
            callback(answer);
        } catch {
            // Every later save would fail with it, and be an unhandled rejection, which ends the process.
        }
    };
}

function codeOf(error: unknown): string {
    return String((error as { code?: unknown } | null)?.code);
}
