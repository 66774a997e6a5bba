import type { IdentityDeletionProcessDTO } from "../../application/IdentityDeletionProcessDTO";
import { Countdown } from "../Countdown";
import { button, card, element, moment, withElements } from "../dom";
import type { Language } from "../Language";
import type { View } from "./View";

interface RunningCallbacks {
    onKeep(): void;
    onEnd(): void;
    /** Worth interrupting for: few, towards the end. */
    announce(text: string): void;
}

export function running(language: Language, process: IdentityDeletionProcessDTO, callbacks: RunningCallbacks): View {
    const { strings } = language;
    const parts: Node[] = [];
    let countdown: Countdown | undefined;
    if (process.gracePeriodEndsAt !== undefined) {
        const ends = Date.parse(process.gracePeriodEndsAt);
        const began = process.createdAt === undefined ? Date.now() : Date.parse(process.createdAt);
        countdown = new Countdown(language, { began, ends }, callbacks);
        const date = element("strong", {}, moment(ends, language.inFull(ends)));
        parts.push(
            countdown.element,
            element("p", { class: "lead" }, ...withElements(strings.running.endsOn, { date }))
        );
    }
    const untilThen = element("p", {}, strings.running.untilThen);
    const keep = button(strings.running.keep, "primary", () => callbacks.onKeep());
    const actions = element("div", { class: "actions" }, keep);
    return {
        element: card("centred", strings.running.heading, language, ...parts, untilThen, actions),
        stop: () => countdown?.stop()
    };
}
