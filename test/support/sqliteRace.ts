import { ErrorCode } from "../../src";
import { alice } from "./fixtures";
import type { ModuleProcesses } from "./ModuleProcesses";

/**
 * All processes open the same new file at the same instant, and then initiate for one Identity, `times` in each, at the
 * same instant. Gives how often each code was answered; `expectedOfRace` says what it must be.
 */
export async function raceForOneProcess(
    processes: ModuleProcesses,
    file: string,
    times: number
): Promise<Record<string, number>> {
    const opened = await processes.allAtOnce({ do: "open", path: file });
    const answers = await processes.allAtOnce({ do: "initiate", address: alice.address, times });
    await processes.all({ do: "close" });

    const counts: Record<string, number> = {};
    for (const { code, cause } of [...opened.filter(({ code }) => code !== "ok"), ...answers]) {
        // What is not expected tells its cause in the test's report.
        const name = code === "ok" || code === refusal ? code : `${code}: ${cause}`;
        counts[name] = (counts[name] ?? 0) + 1;
    }
    return counts;
}

const refusal = ErrorCode.activeIdentityDeletionProcessAlreadyExists;

export function expectedOfRace(calls: number): Record<string, number> {
    return { ok: 1, [refusal]: calls - 1 };
}
