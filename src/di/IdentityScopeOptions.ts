import type { HostAbortSignal } from "../ports/HostAbortSignal";

/** How the calls of one scope are made. A scope is cheap: a host that wants to end a single call makes one for it. */
export interface IdentityScopeOptions {
    /**
     * Where a Backbone decides: once it aborts, the scope's calls send nothing more and wait for no answer. A command that
     * may have left by then answers `authorityNotReachable` or `outcomeIsNotKnownYet`; it is not taken back, and the
     * next call finds out its outcome. A call whose turn has not come yet, because another one for the same Identity
     * is under way, ends when its turn comes. Without a Backbone no call waits for anything but the store, and this is
     * ignored.
     */
    readonly signal?: HostAbortSignal;
}
