import type { Beginning, Pause } from "../CallRun";
import { Violation } from "../promises";
import { requireSame } from "./checkCall";
import { processIn } from "./exchange";
import { type History, isList, isSent, lookedAt, versionsIn } from "./History";
import { codeOf, requireAnswer } from "./checkLocally";
import type { Expected } from "./local";
import { merged } from "./merged";
import { currentAmong, isSettled, remoteStateIn } from "./remoteState";
import { canonical, hasBegun, type Process, type Stored } from "./stored";

const none = "noActiveIdentityDeletionProcess";
const exists = "activeIdentityDeletionProcessAlreadyExists";

/** What was read, or what the Backbone has shown, is what is answered. */
export function checkBackboneAnswer(beginning: Beginning, history: History, pause: Pause): void {
    const { answer } = pause;
    if (answer === undefined) return;
    checkShown(beginning, history, pause);
    const isSentSince = history.steps.some(isSent);
    const isBroken = history.last?.reply.failure !== undefined || codeOf(answer) === "storeUnavailable";
    if (isSentSince || isBroken || beginning.call === "close" || beginning.call === "list") return;
    const expected = history.steps.some(isList) ? toldBy(beginning, history) : believed(beginning, history);
    if (expected !== undefined) requireAnswer(pause, expected);
}

/** By what the Backbone has shown; absent: it has not answered. */
function toldBy({ call }: Beginning, history: History): Expected | undefined {
    const state = remoteStateIn(history);
    if (state === undefined) return undefined;
    const { process, isMissing, isInDoubt, isUndecided } = state;
    if (isUndecided) return { refusal: "authorityHasChanged" };
    const doubt = process === undefined && isInDoubt ? { refusal: "outcomeIsNotKnownYet" } : undefined;
    if (call === "initiate" || call === "initiateFor7Days") {
        if (process !== undefined && !isMissing) return { refusal: exists };
        return isInDoubt ? { refusal: "outcomeIsNotKnownYet" } : undefined;
    }
    if (call === "cancel") return doubt ?? cancellable(lookedAt(history).records);
    if (isMissing) return { refusal: "processIsInDoubt" };
    if (doubt !== undefined) return doubt;
    if (call === "synchronize") return { value: process };
    return process?.status === "Active" ? { value: process } : { refusal: none };
}

function cancellable(records: readonly Stored[]): Expected | undefined {
    const process = currentAmong(records)?.data.process;
    if (process?.status === "Deleting") return { refusal: "gracePeriodHasExpired" };
    return process === undefined || process.status === "Deleted" ? { refusal: none } : undefined;
}

/** Where nothing is in doubt, without asking. Absent: the Identity is deleted, or could not log in. */
function believed({ call }: Beginning, history: History): Expected | undefined {
    if (history.steps.some(({ operation }) => operation.kind === "request")) return undefined;
    const { records, holder } = lookedAt(history);
    const process = holder?.data.process;
    const isPast = process?.gracePeriodEndsAt !== undefined && history.now >= Date.parse(process.gracePeriodEndsAt);
    const isAsking =
        !isSettled(records) ||
        call === "synchronize" ||
        (call === "getActive" && process?.status === "Active" && isPast);
    if (isAsking) throw new Violation(`${call} does not ask the Backbone`);
    if (call === "getActive") return process?.status === "Active" ? { value: process } : { refusal: none };
    if (call === "cancel") return holder === undefined ? undefined : cancellable(records);
    if (process?.status === "Deleted") return { refusal: "identityIsDeleted" };
    return holder !== undefined && hasBegun(holder) ? { refusal: exists } : undefined;
}

/** Whoever is answered with a process is answered with the one that is stored. */
function checkShown({ call }: Beginning, history: History, { answer }: Pause): void {
    if (answer?.code !== "ok" || call === "list") return;
    const shown = answer.value as Process | undefined;
    if (shown === undefined) return;
    const versions = history.steps.flatMap(versionsIn).filter(({ data }) => data.process?.id === shown.id);
    const answers = history.steps.flatMap((step) => {
        const process = processIn(step);
        if (process?.id !== shown.id) return [];
        return [process, ...versions.map((version) => merged(version, process))];
    });
    const known = [...versions.map(({ data }) => data.process), ...answers].map(canonical);
    if (!known.includes(canonical(shown))) requireSame("the answer", canonical(shown), known.join(" or "));
    // Who has initiated is shown what has become of it since.
    const status = { getActive: "Active", cancel: "Cancelled" }[call as string];
    if (status !== undefined && shown.status !== status)
        throw new Violation(`${call} shows one that is ${shown.status}`);
}
