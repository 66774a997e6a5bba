import type { IdentityDeletionProcessDTO } from "../../application/IdentityDeletionProcessDTO";
import { type Child, element, moment, subheading } from "../dom";
import type { Language } from "../Language";

export function history(
    language: Language,
    processes: readonly IdentityDeletionProcessDTO[],
    deviceId: string | undefined
): HTMLElement[] {
    const { strings } = language;
    const heading = subheading(strings.history.heading, language, "history-heading");
    const entries = [...processes].reverse().map((process) => entry(language, process, deviceId));
    return [heading, element("ol", { class: "history" }, ...entries)];
}

function entry(language: Language, process: IdentityDeletionProcessDTO, deviceId: string | undefined): HTMLElement {
    const { history: strings } = language.strings;
    const { status, createdAt, gracePeriodEndsAt, cancelledAt } = process;
    const rows = [row(strings.started, when(language, createdAt), where(process.createdByDevice))];
    if (gracePeriodEndsAt !== undefined) rows.push(row(nameOfEnd(), when(language, gracePeriodEndsAt)));
    if (cancelledAt !== undefined) {
        rows.push(row(strings.cancelled, when(language, cancelledAt), where(process.cancelledByDevice)));
    }
    const badge = element("span", { class: "badge", "data-status": status }, strings.statuses[status] ?? status);
    return element("li", {}, badge, element("dl", {}, ...rows));

    function nameOfEnd(): string {
        if (status === "Active") return strings.ends;
        return status === "Cancelled" ? strings.wouldHaveEnded : strings.ended;
    }

    function where(device: string | undefined): string | undefined {
        if (device === undefined || deviceId === undefined) return undefined;
        return device === deviceId ? strings.onThisDevice : strings.onAnotherDevice;
    }
}

function row(name: string, value: Child, addition?: string): HTMLElement {
    const more = addition === undefined ? [] : [" ", element("small", {}, addition)];
    return element("div", {}, element("dt", {}, name), element("dd", {}, value, ...more));
}

function when(language: Language, timestamp: string | undefined): Child {
    if (timestamp === undefined) return language.strings.history.unknownTime;
    const milliseconds = Date.parse(timestamp);
    return moment(milliseconds, language.inShort(milliseconds));
}
