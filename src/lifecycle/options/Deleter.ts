import type { HostAbortSignal } from "../../ports/HostAbortSignal";

export const formOfDeleterName = /^[A-Za-z0-9._:-]{1,64}$/;

/** Holds no personal data. */
export interface DeletionContext {
    readonly processId: string;
    /** Aborts at `timeoutInMs`, before the lease ends, and when the lifecycle is stopped. */
    readonly signal: HostAbortSignal;
    /** Grows with every attempt at the same process, on any machine: a store of the host's can refuse late writes by it. */
    readonly fencing: number;
    /** 1 for the first since a step last succeeded. */
    readonly attempt: number;
}

/**
 * Deletes one kind of the host's data about an Identity. The host registers one for each kind.
 *
 * **It must be idempotent:** it is repeated after a failure, a crash, and a timeout, and an attempt that ignores its signal
 * may overlap with the next one on another machine. Deleting what is gone already is a success. Within one process (of
 * the operating system), it begins again for an Identity only after its last attempt has settled.
 */
export interface Deleter {
    /** Stored: do not rename it while deletions are in progress. Unique; 1 to 64 letters, digits, `.`, `_`, `:` or `-`. */
    readonly name: string;

    readonly dependsOn?: readonly string[];

    /** Resolves when everything is durably deleted. Where it rejects, it is tried again later. */
    deleteIdentityData(address: string, context: DeletionContext): Promise<void>;
}
