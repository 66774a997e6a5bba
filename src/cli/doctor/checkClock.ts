import type { PersistencePort } from "../../ports/PersistencePort";
import type { CommandContext } from "../CommandContext";
import { isDatabaseUrl } from "../databaseUrl";
import { lazily } from "../lazily";
import type { Finding } from "./Finding";

/** A clock that is kept by NTP is off by a few hundredths of a second. */
const toleranceInMs = 2_000;

/** The server reads its clock between request and answer: a slow network makes no difference. A file has no clock. */
export async function checkClock(store: PersistencePort, context: CommandContext): Promise<Finding[]> {
    if (!isDatabaseUrl(context.databasePath) || !(store instanceof lazily.postgres().PostgresPersistence)) return [];
    const askedAt = context.reader.now.toMillis();
    const server = (await store.serverTime()).getTime();
    const answeredAt = context.reader.now.toMillis();
    return [clockFinding(server < askedAt ? server - askedAt : Math.max(0, server - answeredAt))];
}

function clockFinding(serverIsAheadByInMs: number): Finding {
    const difference = Math.abs(serverIsAheadByInMs);
    if (difference <= toleranceInMs) {
        return { check: "Clock", level: "ok", message: "This machine's and the database server's agree within 2 s." };
    }
    const length =
        difference < 60_000 ? `${(difference / 1000).toFixed(1)} s` : lazily.describe().lengthPhrase(difference);
    const direction = serverIsAheadByInMs > 0 ? "behind" : "ahead of";
    return {
        check: "Clock",
        level: "warning",
        message: `This machine's is ${length} ${direction} the database server's: grace periods end by the clock of the worker.`,
        next: "find out which of both is wrong, and have it set by NTP (`timedatectl`, `chronyc tracking`); the same on each machine that runs a lifecycle"
    };
}
