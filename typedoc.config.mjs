import { entries } from "./scripts/entries.mjs";

/** @type {Partial<import("typedoc").TypeDocOptions>} */
export default {
    entryPoints: entries.map(({ module }) => `src/${module}.ts`),
    tsconfig: "tsconfig.build.json",
    out: "docs/api",
    readme: "none",
    excludePrivate: true,
    excludeExternals: true,
    disableSources: true,
    hideGenerator: true,
    validation: { notExported: true, invalidLink: true, invalidPath: true, rewrittenLink: true, notDocumented: false },
    // Parts of the constructor of the facade, which only the composition root calls.
    intentionallyNotExported: [
        "InitiateIdentityDeletionProcessUseCase",
        "CancelIdentityDeletionProcessUseCase",
        "GetActiveIdentityDeletionProcessUseCase",
        "GetIdentityDeletionProcessUseCase",
        "GetIdentityDeletionProcessesUseCase",
        // What the module hands to a remote authority, which is made in this package.
        "RunningCalls",
        "IdentifierSource",
        "IdentityDeletionProcessRepository",
        "GracePeriodPolicy",
        "EventPublisher",
        "IdentityDeletionError",
        "ProcessCommands",
        "ProcessReader",
        // What the module hands to a lifecycle, likewise.
        "IdentityDeletionProcess",
        // Parts of an event of the lifecycle, which show in it.
        "OfProcess",
        "Failed",
        "ErrorName"
    ],
    treatWarningsAsErrors: true
};
