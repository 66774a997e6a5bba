import type { HostAbortSignal } from "../../ports/HostAbortSignal";

/** What a deleter is told beside the address. Nothing in it is personal data. */
export interface DeletionContext {
    /** The process at whose end the Identity is deleted. */
    readonly processId: string;
    /**
     * Fires at the deleter's deadline, which is before its lease ends, and when the lifecycle is stopped for good. Whoever
     * ignores it may find that another machine has begun the same work.
     */
    readonly signal: HostAbortSignal;
    /**
     * Greater at every later attempt, on whatever machine, for the same process. A store of the host's that remembers the
     * greatest number it has seen can refuse a late write of an attempt that was given up.
     */
    readonly fencing: number;
    /** 1 for the first. How often this process was taken up since something was last achieved. */
    readonly attempt: number;
}

/**
 * Deletes one kind of the host's data about an Identity. The host registers one for each kind.
 *
 * **It must be idempotent:** it is repeated after a failure, a crash, and a deadline, and an attempt that ignores its signal
 * may overlap with the next one on another machine. Deleting what is gone already is a success. Within one process (of
 * the operating system) the same deleter is never begun again for an Identity before its last attempt has settled.
 */
export interface Deleter {
    /**
     * What is kept in the store once it is done: never rename it while deletions are under way. Unique; 1 to 64 letters,
     * digits, `.`, `_`, `:` or `-`.
     */
    readonly name: string;

    /** Names of deleters that must be done before this one is begun. */
    readonly dependsOn?: readonly string[];

    /** Resolves when everything is gone, durably. Rejects where it is not: then it is tried again later. */
    deleteIdentityData(address: string, context: DeletionContext): Promise<void>;
}
