import type { Readable, Writable } from "node:stream";
import type { Clock } from "../ports/Clock";
import type { PersistencePort } from "../ports/PersistencePort";

/** All that the program takes from outside, so that it can run without a process of its own. */
export interface CliEnvironment {
    readonly stdin: Readable;
    readonly stdout: Writable;
    readonly stderr: Writable;
    readonly variables: Readonly<Record<string, string | undefined>>;
    readonly workingDirectory: string;
    /** Whether a person sees what goes to `stderr` and can answer on `stdin`. */
    readonly isTerminal: boolean;
    /** Loads the JavaScript file at this absolute path, an ES module or a CommonJS one: returns what it exports. */
    readonly importFile: (path: string) => Promise<unknown>;
    /** Calls back once, when the program is asked to end; what it returns cancels that. A second signal ends it at once. */
    readonly onStopSignal: (listener: () => void) => () => void;
    /** Not open yet. Default: SQLite, or PostgreSQL by its address. */
    readonly openPersistence?: (path: string) => PersistencePort;
    readonly clock?: Clock;
    /** The IANA name of the time zone that dates are shown in. Default: the one that `TZ` or the system says. */
    readonly zone?: string;
}
