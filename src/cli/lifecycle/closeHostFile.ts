import type { Output } from "../Output";
import type { HostFile } from "./loadHostFile";

const timeoutInMs = 5_000;

/** A file that does not close well, or not in time, must not make what was done look undone. */
export async function closeHostFile({ close }: HostFile, output: Output): Promise<void> {
    let timer: NodeJS.Timeout | undefined;
    const tooLong = new Promise<never>((_, reject) => {
        timer = setTimeout(() => reject(new Error("It took too long.")), timeoutInMs);
    });
    try {
        await Promise.race([close(), tooLong]);
    } catch {
        // Not what it said: by then it may have heard of an Identity.
        output.note("warning: close, which the file with deleters exports, has failed.");
    } finally {
        clearTimeout(timer);
    }
}
