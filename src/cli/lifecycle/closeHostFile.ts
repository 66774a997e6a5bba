import { within } from "../../domain/retry";
import type { Output } from "../Output";
import type { HostFile } from "./loadHostFile";

const timeoutInMs = 5_000;

/** A file that does not close well, or not in time, must not make what was done look undone. */
export async function closeHostFile({ close }: HostFile, output: Output): Promise<void> {
    try {
        await within(timeoutInMs, close(), () => new Error("It took too long."));
    } catch {
        // Not what it said: by then it may have heard of an Identity.
        output.note("warning: close, which the file with deleters exports, has failed.");
    }
}
