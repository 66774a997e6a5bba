import type { LifecycleFactory } from "../../application/LifecyclePort";
import type { Lifecycle, LifecycleOptions } from "../../lifecycle";
import { CliError } from "../CliError";
import { lazily } from "../lazily";

export function configureLifecycle(path: string, options: LifecycleOptions): LifecycleFactory<Lifecycle> {
    try {
        return lazily.lifecycle().Lifecycle.configure(options);
    } catch (error) {
        throw CliError.usage(`${path}: ${(error as Error).message}`, "correct the file, then try again");
    }
}
