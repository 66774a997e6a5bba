import type { IdentityDeletionProcessDTO } from "identity-deletion-process";
import { type Child, element, moment } from "../dom";
import type { Language } from "../Language";

/** All processes, newest first. */
export function history(
    language: Language,
    processes: readonly IdentityDeletionProcessDTO[],
    deviceId: string
): HTMLElement[] {
    const { texts } = language;
    const heading = element("h2", { id: "history-heading" }, texts.history.heading);
    if (processes.length === 0) return [heading, element("p", { class: "hint" }, texts.history.empty)];
    const entries = [...processes].reverse().map((process) => entry(language, process, deviceId));
    return [heading, element("ol", { class: "history" }, ...entries)];
}

function entry(language: Language, process: IdentityDeletionProcessDTO, deviceId: string): HTMLElement {
    const { history: texts } = language.texts;
    const { status, createdAt, gracePeriodEndsAt, cancelledAt } = process;
    const rows = [row(texts.started, when(language, createdAt), where(process.createdByDevice))];
    if (gracePeriodEndsAt !== undefined) rows.push(row(nameOfEnd(), when(language, gracePeriodEndsAt)));
    if (cancelledAt !== undefined) {
        rows.push(row(texts.cancelled, when(language, cancelledAt), where(process.cancelledByDevice)));
    }
    const badge = element("span", { class: "badge", "data-status": status }, texts.statuses[status] ?? status);
    return element("li", {}, badge, element("dl", {}, ...rows));

    function nameOfEnd(): string {
        if (status === "Active") return texts.ends;
        return status === "Cancelled" ? texts.wouldHaveEnded : texts.ended;
    }

    function where(device: string | undefined): string | undefined {
        if (device === undefined) return undefined;
        return device === deviceId ? texts.onThisDevice : texts.onAnotherDevice;
    }
}

function row(name: string, value: Child, addition?: string): HTMLElement {
    const more = addition === undefined ? [] : [" ", element("small", {}, addition)];
    return element("div", {}, element("dt", {}, name), element("dd", {}, value, ...more));
}

function when(language: Language, timestamp: string | undefined): Child {
    if (timestamp === undefined) return language.texts.history.unknownTime;
    const milliseconds = Date.parse(timestamp);
    return moment(milliseconds, language.inShort(milliseconds));
}
