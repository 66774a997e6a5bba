import type { ModuleLogger } from "./IdentityDeletionModuleOptions";

const warning =
    "identity-deletion-process: this module has no lifecycle, so nobody is reminded and no Identity is ever deleted. " +
    'Give IdentityDeletionModule.create the option lifecycle, or "elsewhere" where another process runs it.';

let wasShown = false;

/** With a logger each time; on the platform's console once in its life. Never throws. */
export function warnThatNothingIsDeleted(logger?: ModuleLogger): void {
    if (logger === undefined && wasShown) return;
    wasShown ||= logger === undefined;
    try {
        const { console } = globalThis as unknown as { console?: ModuleLogger };
        (logger ?? console)?.warn(warning);
    } catch {
        // A logger that fails must not keep the module from working.
    }
}
