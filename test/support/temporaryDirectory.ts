import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** An empty directory for `body`, removed when it is done. */
export async function inTemporaryDirectory<T>(body: (directory: string) => Promise<T>): Promise<T> {
    const directory = await mkdtemp(join(tmpdir(), "identity-deletion-test-"));
    try {
        return await body(directory);
    } finally {
        await rm(directory, { recursive: true });
    }
}
