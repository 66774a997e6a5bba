// Faults that were once in the module, and that hurt somebody. `npm run explore -- --fault 1` puts one back, in the bundle alone,
// and looks for it: each must be found.
export const faults = [
    {
        name: "a cancellation whose outcome is not known is forgotten when the module takes the process over",
        file: "src/domain/decisions/decideOpenProcess.ts",
        find: "const isCancelled = affected.some((record) => cancellationIn(record) !== undefined);",
        replace: "const isCancelled = false;"
    },
    {
        name: "a deletion that has begun is closed",
        file: "src/domain/decisions/decideOpenProcess.ts",
        find: "if (records.some(deletionHasBegun)) throw IdentityDeletionError.deletionHasBegun();",
        replace: ""
    },
    {
        name: "two open ones are both taken over, and there is one slot",
        file: "src/domain/decisions/decideOpenProcess.ts",
        find: "if (record !== successor) return [close(record, scope)];",
        replace:
            "if (record !== successor) return [scope.decision === 'close' ? close(record, scope) : takeOver(record, record)];"
    },
    {
        name: "an imported process that the Backbone shows is not adopted",
        file: "src/backbone/decisions/reconcile.ts",
        find: "if (remote === undefined || deletionHasBegun(record)) continue;",
        replace: "if (remote === undefined || deletionHasBegun(record) || record.authority === undefined) continue;"
    },
    {
        name: "one list that lacks an open process is believed",
        file: "src/backbone/decisions/Evidence.ts",
        find: "if (process !== undefined && this.provedEnded.has(process.id)) return true;",
        replace: "if (process !== undefined) return true;"
    }
];
