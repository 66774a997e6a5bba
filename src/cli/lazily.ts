/* eslint-disable @typescript-eslint/no-unsafe-return --
   the program is CommonJS: require is what loads on demand there, and each return type says what it gives */
import type * as SystemClock from "../adapters/local/SystemClock";
import type * as sqlite from "../adapters/sqlite";
import type * as toApplicationError from "../application/toApplicationError";
import type * as backbone from "../backbone";
import type * as IdentityDeletionModule from "../di/IdentityDeletionModule";
import type * as GracePeriodPolicy from "../domain/GracePeriodPolicy";
import type * as IdentityDeletionError from "../domain/IdentityDeletionError";
import type * as Timestamp from "../domain/Timestamp";
import type * as describe from "./describe";

/**
 * The parts that only a command that runs needs. Each is loaded at its first use, so that `--help`, `--version` and a
 * mistyped command answer at once.
 */
export const lazily = {
    backbone: (): typeof backbone => require("../backbone"),
    describe: (): typeof describe => require("./describe"),
    gracePeriod: (): typeof GracePeriodPolicy => require("../domain/GracePeriodPolicy"),
    identityDeletionError: (): typeof IdentityDeletionError => require("../domain/IdentityDeletionError"),
    timestamp: (): typeof Timestamp => require("../domain/Timestamp"),
    errors: (): typeof toApplicationError => require("../application/toApplicationError"),
    module: (): typeof IdentityDeletionModule => require("../di/IdentityDeletionModule"),
    sqlite: (): typeof sqlite => require("../adapters/sqlite"),
    systemClock: (): typeof SystemClock => require("../adapters/local/SystemClock")
};
