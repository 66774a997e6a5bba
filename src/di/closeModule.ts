import type { LifecyclePort } from "../application/LifecyclePort";
import type { RunningCalls } from "../application/RunningCalls";
import { toApplicationError } from "../application/toApplicationError";
import { IdentityDeletionError } from "../domain/IdentityDeletionError";

export interface PartsToClose {
    readonly calls: RunningCalls;
    readonly lifecycle: Pick<LifecyclePort, "stop"> | undefined;
    readonly authority: { close(): Promise<void> } | undefined;
    readonly store: { close(): Promise<void> };
}

/** The lifecycle may take twelve seconds to stop; service managers often wait for thirty. */
export const defaultCloseTimeoutInMs = 25_000;

/** Each also where one before it failed. At the limit it begins what is left, and rejects with what was still running. */
export async function closeModule(parts: PartsToClose, timeoutInMs: number): Promise<void> {
    const { calls, lifecycle, authority, store } = parts;
    const steps = new Set<string>();
    const failures: unknown[] = [];
    let stillRunning: string[] | undefined;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const limit = new Promise<void>((resolve) => {
        timer = setTimeout(() => {
            stillRunning = [...calls.running, ...steps];
            resolve();
        }, timeoutInMs);
    });
    async function step(name: string, close: () => Promise<void> | undefined): Promise<void> {
        steps.add(name);
        try {
            await close();
        } catch (error) {
            failures.push(error);
        }
        steps.delete(name);
    }

    await Promise.race([Promise.all([calls.close(), step("the lifecycle", () => lifecycle?.stop())]), limit]);
    const authorityName = "the authority (of a Backbone: the datawallet synchronization)";
    await Promise.race([step(authorityName, () => authority?.close()), limit]);
    await Promise.race([step("the close of the store", () => store.close()), limit]);
    clearTimeout(timer);

    if (stillRunning !== undefined) throw didNotEnd(timeoutInMs, stillRunning, failures);
    if (failures.length > 0) throw toApplicationError(failures[0]);
}

function didNotEnd(timeoutInMs: number, running: readonly string[], [cause]: readonly unknown[]): Error {
    const message =
        `The module is closed to new calls, but did not end within ${timeoutInMs} ms. ` +
        `Still running: ${running.join(", ")}.`;
    return IdentityDeletionError.storeUnavailable(message, cause);
}
