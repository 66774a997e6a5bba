import type { HostAbortSignal } from "../../ports/HostAbortSignal";

/** What a deleter gets besides the address. Holds no personal data. */
export interface DeletionContext {
    readonly processId: string;
    /**
     * Fires at `timeoutInMs`, which is before the lease ends, and when the lifecycle is stopped. While a deleter that ignores
     * it goes on, another machine may begin the same work.
     */
    readonly signal: HostAbortSignal;
    /**
     * Greater at every later attempt, on any machine, for the same process. A store of the host's that remembers the greatest
     * number it has seen can refuse a late write of an earlier attempt.
     */
    readonly fencing: number;
    /** 1 for the first. How often this process was attempted since a step last succeeded. */
    readonly attempt: number;
}

/**
 * Deletes one kind of the host's data about an Identity. The host registers one for each kind.
 *
 * **It must be idempotent:** it is repeated after a failure, a crash, and a timeout, and an attempt that ignores its signal
 * may overlap with the next one on another machine. Deleting what is gone already is a success. Within one process (of
 * the operating system) the same deleter is never begun again for an Identity before its last attempt has settled.
 */
export interface Deleter {
    /**
     * Stored once it is done: do not rename it while deletions are in progress. Unique; 1 to 64 letters, digits, `.`, `_`,
     * `:` or `-`.
     */
    readonly name: string;

    readonly dependsOn?: readonly string[];

    /** Resolves when everything is durably deleted. Where it rejects, it is tried again later. */
    deleteIdentityData(address: string, context: DeletionContext): Promise<void>;
}
