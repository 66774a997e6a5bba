// What was exchanged with a Backbone, and what it means.
import type { HttpAnswer } from "../ModelBackbone";
import { isById } from "../ModelBackbone";
import { type History, isList, isLook, isLostRace, isSent, lastIn, lastIndexIn, lookedAt, type Step } from "./History";
import { type Evidence, minuteInMs, type Shown, shownFrom, toleranceInMs } from "./shown";
import { commandsOf, type Stored } from "./stored";

type Outcome = "done" | "refused" | "gone" | "broken" | "unknown" | "refused token";

export function processIn({ reply }: Step): Shown | undefined {
    const { status = 0, body } = (reply.value ?? {}) as Partial<HttpAnswer>;
    const { result } = (body ?? {}) as { result?: { id?: unknown } };
    return status < 300 && typeof result?.id === "string" ? shownFrom(result) : undefined;
}

/** Of a command: `gone` where the Backbone no longer has what it is about, or has another. */
export function outcomeOf({ reply }: Step): Outcome {
    const answer = reply.value as HttpAnswer | undefined;
    if (answer === undefined) return "unknown";
    const { status, body } = answer;
    if (status < 300) return "done";
    if (status === 401) return "refused token";
    const code = (body as { error?: { code: string } }).error?.code;
    if (code === undefined) return status === 429 ? "refused" : "unknown";
    if (status >= 500) return "broken";
    const isGone = ["onlyOneActiveDeletionProcessAllowed", "deletionProcessIsNotInRequiredStatus", "recordNotFound"];
    return isGone.some((each) => code.endsWith(each)) ? "gone" : "refused";
}

/** Absent: something that was asked for was not answered. */
export function evidenceIn(history: History): Evidence | undefined {
    const steps = history.sinceLook;
    const requests = steps.filter(({ operation }) => operation.kind === "request");
    const list = lastIn(requests, isList);
    const answer = list?.reply.value as HttpAnswer | undefined;
    if (answer?.status !== 200) return undefined;
    const askedAt = steps[0].reply.now;
    const shown = (answer.body as { result: unknown[] }).result.map(shownFrom);
    const ended: string[] = [];
    for (const { data } of lookedAt(history).records.filter((record) => lacks(record, shown))) {
        const { id, gracePeriodEndsAt } = data.process!;
        const asked = lastIndexIn(
            requests,
            ({ operation }) => operation.kind === "request" && isById(operation) && operation.path.includes(id)
        );
        const value = requests.at(asked)?.reply.value as HttpAnswer | undefined;
        if (asked < 0 || value === undefined || (value.status !== 200 && value.status !== 404)) return undefined;
        if (value.status === 200) shown.push(shownFrom((value.body as { result: unknown }).result));
        else if (gracePeriodEndsAt !== undefined && askedAt >= Date.parse(gracePeriodEndsAt) + toleranceInMs) {
            const isLetIn = requests.slice(asked + 1).some(({ operation, reply }) => {
                const isToken = operation.kind === "request" && operation.path === "/connect/token";
                return isToken && (reply.value as HttpAnswer | undefined)?.status === 200;
            });
            if (!isLetIn) return undefined;
            ended.push(id);
        }
    }
    return { askedAt, shown, ended, refused: refusedIn(history) };
}

function lacks({ data: { process, authority } }: Stored, shown: readonly Shown[]): boolean {
    return process?.status === "Active" && authority === "backbone" && !shown.some(({ id }) => id === process.id);
}

/** What was asked for so long ago may be about an Identity that has been deleted since. */
export function isOutdated(history: History, { askedAt }: Evidence): boolean {
    return history.now - askedAt > 30 * minuteInMs;
}

/** The command that was just refused, until the store was brought up to date after it. */
function refusedIn(history: History): Evidence["refused"] {
    const at = lastIndexIn(history.steps, isSent);
    if (at < 0 || !["refused", "gone"].includes(outcomeOf(history.steps[at]))) return undefined;
    const since = history.steps.slice(at + 1);
    const looks = since.filter(isLook).length;
    const lost = since.filter(isLostRace).length;
    if (looks > 1 + lost) return undefined;
    const written = lastIn(
        history.first(at).steps,
        ({ operation, reply }) => operation.kind === "write" && reply.failure === undefined
    );
    const { args } = written!.operation as { args: readonly unknown[] };
    const sent = args[0] as Stored;
    return { key: sent.key, command: commandsOf(sent).at(-1)!.command };
}
