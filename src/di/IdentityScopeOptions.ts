import type { HostAbortSignal } from "../ports/HostAbortSignal";

export interface IdentityScopeOptions {
    /**
     * Once it aborts, this scope's calls to a Backbone send nothing more and wait for no answer; one that waits for its turn
     * ends when it comes. A command that may have left answers `authorityNotReachable` or `outcomeIsNotKnownYet`; the next
     * call finds out its outcome. Ignored without a Backbone.
     */
    readonly signal?: HostAbortSignal;
}
