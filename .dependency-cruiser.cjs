/** The layers, as ARCHITECTURE.md draws them: imports point one way. @type {import("dependency-cruiser").IConfiguration} */
module.exports = {
    forbidden: [
        only("domain", "^src/domain/", "^src/domain/", "The domain knows nothing of ours."),
        only("ports", "^src/ports/", "^src/(domain|ports)/", "Ports know the domain alone."),
        only("application", "^src/application/", "^src/(domain|ports|application)/", "The application asks ports."),
        only(
            "lifecycle",
            "^src/lifecycle/",
            "^src/(domain|ports|application|lifecycle)/",
            "The lifecycle works through ports, as the application does."
        ),
        ...["lifecycle", "pseudonymization", "transfer", "backbone"].map((name) =>
            only(
                name,
                `^src/${name}/`,
                `^src/(domain|ports|application|${name})/`,
                "A capability asks ports; it knows neither another capability, nor who implements a port."
            )
        ),
        only(
            "observability",
            "^src/(observability|opentelemetry)/",
            "^src/(domain|ports|application|lifecycle|observability|opentelemetry)/",
            "What watches the lifecycle knows the lifecycle, and is not known by it."
        ),
        only(
            "graphile",
            "^src/graphile/",
            "^src/(domain|ports|application|lifecycle|graphile|adapters/postgres)/",
            "The runner spreads the lifecycle's work over PostgreSQL."
        ),
        only("messages", "^src/messages/", "^src/(domain|messages)/", "Words for people know the codes alone."),
        only(
            "element",
            "^src/element/",
            "^src/(domain|application|element)/",
            "The element calls the facade that it is given."
        ),
        {
            name: "adapters",
            comment: "Adapters implement ports; neither the application nor the composition root is theirs to know.",
            severity: "error",
            from: { path: "^src/adapters/" },
            to: { path: "^src/", pathNot: "^src/(domain|ports|adapters)/" }
        },
        {
            name: "adapters-know-no-other",
            comment:
                "What two adapters share belongs to a port or to the domain, but for the queue of the group commit.",
            severity: "error",
            from: { path: "^src/adapters/([^/]+)/" },
            to: { path: "^src/adapters/", pathNot: "^src/adapters/($1|groupCommit)/" }
        },
        {
            name: "testing-knows-no-adapter",
            comment: "The contract kit knows ports, never who implements them.",
            severity: "error",
            from: { path: "^src/testing/" },
            to: { path: "^src/(adapters|cli)/", pathNot: "^src/adapters/local/" }
        },
        {
            name: "nobody-imports-the-command-line",
            severity: "error",
            from: { path: "^src/", pathNot: "^src/cli/" },
            to: { path: "^src/cli/" }
        },
        {
            name: "dependency-injection-in-one-place",
            comment: "One file of the composition root knows tsyringe.",
            severity: "error",
            from: { path: "^src/", pathNot: "^src/di/tsyringe\\.ts$" },
            to: { path: "(^|/)node_modules/(tsyringe|reflect-metadata)/" }
        },
        {
            name: "ts-utils-by-its-files",
            comment:
                "The index of @js-soft/ts-utils brings a whole event bus; one file of the domain knows the way around.",
            severity: "error",
            from: { path: "^src/", pathNot: "^src/domain/tsUtils\\.ts$" },
            to: { path: "(^|/)node_modules/@js-soft/ts-utils/", dependencyTypesNot: ["type-only"] }
        },
        {
            name: "drivers-stay-with-their-adapter",
            comment: "The core loads no database driver.",
            severity: "error",
            from: { path: "^src/", pathNot: "^src/(adapters|cli)/" },
            to: { path: "(^|/)node_modules/(libsql|pg|idb|@js-soft/docdb-[^/]+)/" }
        },
        {
            name: "no-development-dependencies",
            comment: "What src imports must be there in a host: a dependency, or an optional peer.",
            severity: "error",
            from: { path: "^src/" },
            to: {
                dependencyTypes: ["npm-dev", "npm-no-pkg", "npm-unknown"],
                dependencyTypesNot: ["npm-peer", "type-only"]
            }
        },
        { name: "no-cycles", severity: "error", from: {}, to: { circular: true } },
        {
            name: "resolvable",
            comment: "kysely has this entry since 0.29 only; the adapter works with 0.28 too.",
            severity: "error",
            from: {},
            to: { couldNotResolve: true, pathNot: "^kysely/migration$" }
        },
        {
            name: "no-orphans",
            comment: "A module that nothing uses and that uses nothing.",
            severity: "error",
            from: { orphan: true, pathNot: "\\.d\\.ts$" },
            to: {}
        }
    ],
    options: {
        doNotFollow: { path: "node_modules" },
        tsConfig: { fileName: "tsconfig.json" },
        tsPreCompilationDeps: true,
        combinedDependencies: false,
        enhancedResolveOptions: { exportsFields: ["exports"], conditionNames: ["require", "node", "default", "types"] }
    }
};

function only(name, from, allowed, comment) {
    return { name, comment, severity: "error", from: { path: from }, to: { path: "^src/", pathNot: allowed } };
}
