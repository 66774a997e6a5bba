/* eslint-disable @typescript-eslint/no-unsafe-return --
   the program is CommonJS: require is what loads on demand there, and each return type says what is loaded */

/** Loaded at the first use, so that `--help`, `--version` and a mistyped command answer at once. */
export const lazily = {
    backbone: (): typeof import("../backbone") => require("../backbone"),
    cliProgress: (): typeof import("cli-progress") => require("cli-progress"),
    describe: (): typeof import("./describe") => require("./describe"),
    gracePeriod: (): typeof import("../domain/GracePeriodPolicy") => require("../domain/GracePeriodPolicy"),
    identityDeletionError: (): typeof import("../domain/IdentityDeletionError") =>
        require("../domain/IdentityDeletionError"),
    keyFile: (): typeof import("./keyFile") => require("./keyFile"),
    keyMark: (): typeof import("../application/pseudonym/KeyMark") => require("../application/pseudonym/KeyMark"),
    timestamp: (): typeof import("../domain/Timestamp") => require("../domain/Timestamp"),
    errors: (): typeof import("../application/toApplicationError") => require("../application/toApplicationError"),
    lifecycle: (): typeof import("../lifecycle") => require("../lifecycle"),
    memory: (): typeof import("../adapters/memory") => require("../adapters/memory"),
    module: (): typeof import("../di/IdentityDeletionModule") => require("../di/IdentityDeletionModule"),
    observability: (): typeof import("../observability") => require("../observability"),
    postgres: (): typeof import("../adapters/postgres") => require("../adapters/postgres"),
    pseudonymization: (): typeof import("../pseudonymization") => require("../pseudonymization"),
    publicFields: (): typeof import("../observability/publicFields") => require("../observability/publicFields"),
    recordKeys: (): typeof import("../ports/recordKeys") => require("../ports/recordKeys"),
    sqlite: (): typeof import("../adapters/sqlite") => require("../adapters/sqlite"),
    systemClock: (): typeof import("../adapters/local/SystemClock") => require("../adapters/local/SystemClock"),
    transfer: (): typeof import("../transfer") => require("../transfer")
};
