/* eslint-disable @typescript-eslint/no-unsafe-return --
   the program is CommonJS: require is what loads on demand there, and each return type says what is loaded */
import type * as SystemClock from "../adapters/local/SystemClock";
import type * as memory from "../adapters/memory";
import type * as postgres from "../adapters/postgres";
import type * as sqlite from "../adapters/sqlite";
import type * as toApplicationError from "../application/toApplicationError";
import type * as KeyMark from "../application/pseudonym/KeyMark";
import type * as backbone from "../backbone";
import type * as IdentityDeletionModule from "../di/IdentityDeletionModule";
import type * as GracePeriodPolicy from "../domain/GracePeriodPolicy";
import type * as IdentityDeletionError from "../domain/IdentityDeletionError";
import type * as Timestamp from "../domain/Timestamp";
import type * as pseudonymization from "../pseudonymization";
import type * as lifecycle from "../lifecycle";
import type * as observability from "../observability";
import type * as publicFields from "../observability/publicFields";
import type * as recordKeys from "../ports/recordKeys";
import type * as transfer from "../transfer";
import type * as cliProgress from "cli-progress";
import type * as describe from "./describe";
import type * as keyFile from "./keyFile";

/** Loaded at the first use, so that `--help`, `--version` and a mistyped command answer at once. */
export const lazily = {
    backbone: (): typeof backbone => require("../backbone"),
    cliProgress: (): typeof cliProgress => require("cli-progress"),
    describe: (): typeof describe => require("./describe"),
    gracePeriod: (): typeof GracePeriodPolicy => require("../domain/GracePeriodPolicy"),
    identityDeletionError: (): typeof IdentityDeletionError => require("../domain/IdentityDeletionError"),
    keyFile: (): typeof keyFile => require("./keyFile"),
    keyMark: (): typeof KeyMark => require("../application/pseudonym/KeyMark"),
    timestamp: (): typeof Timestamp => require("../domain/Timestamp"),
    errors: (): typeof toApplicationError => require("../application/toApplicationError"),
    lifecycle: (): typeof lifecycle => require("../lifecycle"),
    memory: (): typeof memory => require("../adapters/memory"),
    module: (): typeof IdentityDeletionModule => require("../di/IdentityDeletionModule"),
    observability: (): typeof observability => require("../observability"),
    postgres: (): typeof postgres => require("../adapters/postgres"),
    pseudonymization: (): typeof pseudonymization => require("../pseudonymization"),
    publicFields: (): typeof publicFields => require("../observability/publicFields"),
    recordKeys: (): typeof recordKeys => require("../ports/recordKeys"),
    sqlite: (): typeof sqlite => require("../adapters/sqlite"),
    systemClock: (): typeof SystemClock => require("../adapters/local/SystemClock"),
    transfer: (): typeof transfer => require("../transfer")
};
