import { button, card, element, moment, subheading, withElements } from "../dom";
import { fill, type Language } from "../Language";
import type { ElementSettings } from "../settings";
import type { View } from "./View";

const millisecondsPerDay = 86_400_000;

interface OfferCallbacks {
    onProceed(days: number): void;
    onKeep(): void;
}

export function offer(language: Language, settings: ElementSettings, days: number, callbacks: OfferCallbacks): View {
    const { strings } = language;
    const choice = new LengthChoice(language, settings.gracePeriod, days);
    const keep = button(strings.running.keep, "primary", () => callbacks.onKeep());
    const proceed = button(strings.offer.proceed, "danger quiet", () => {
        const chosen = choice.confirmed();
        if (chosen !== undefined) callbacks.onProceed(chosen);
    });
    const steps = strings.offer.steps.map(({ title, text }) =>
        element("li", {}, element("strong", {}, title), element("span", {}, text))
    );
    const section = card(
        "offer",
        strings.offer.heading,
        language,
        element("p", { class: "lead" }, strings.offer.introduction),
        subheading(strings.offer.whatWillHappen, language),
        element("ol", { class: "steps" }, ...steps),
        ...whatIsDeleted(language, settings),
        choice.fieldset,
        choice.end,
        element("div", { class: "actions" }, keep, proceed)
    );
    section.addEventListener("keydown", (event) => {
        if (event.key === "Escape") callbacks.onKeep();
    });
    return { element: section };
}

function whatIsDeleted(language: Language, { deletedData, downloadData }: ElementSettings): HTMLElement[] {
    const { offer: strings } = language.strings;
    const parts: HTMLElement[] = [];
    if (deletedData.length > 0) {
        const lines = deletedData.map((line) => element("li", {}, line));
        parts.push(subheading(strings.whatIsDeleted, language), element("ul", { class: "deleted-data" }, ...lines));
    }
    if (downloadData !== undefined) {
        const download = button(strings.download, "quiet", () => void downloadData());
        parts.push(element("div", { class: "actions" }, download));
    }
    return parts;
}

class LengthChoice {
    public readonly fieldset: HTMLFieldSetElement;
    public readonly end = element("p", { class: "end", "aria-live": "polite" });

    private readonly field = element("input", {
        id: "days",
        type: "number",
        inputmode: "numeric",
        step: 1,
        "aria-describedby": "days-bounds"
    });
    private readonly another: HTMLElement;
    private chosen: number | "another";

    public constructor(
        private readonly language: Language,
        private readonly gracePeriod: ElementSettings["gracePeriod"],
        days: number
    ) {
        const { minimumInDays, maximumInDays, defaultInDays } = gracePeriod;
        const usual = [...new Set([7, defaultInDays, 30])].sort((one, other) => one - other);
        const offeredLengthsInDays = usual.filter((length) => length >= minimumInDays && length <= maximumInDays);
        this.field.min = String(minimumInDays);
        this.field.max = String(maximumInDays);
        const { strings } = language;
        this.chosen = offeredLengthsInDays.includes(days) ? days : "another";
        this.field.value = String(days);
        this.field.addEventListener("input", () => this.showEnd());
        this.another = element(
            "div",
            { class: "another" },
            element("label", { for: "days" }, strings.offer.days),
            this.field,
            element("p", { id: "days-bounds", class: "hint" }, this.bounds())
        );
        this.fieldset = element(
            "fieldset",
            {},
            element("legend", {}, strings.offer.length),
            element(
                "div",
                { class: "choices" },
                ...offeredLengthsInDays.map((length) => this.radio(length, language.days(length))),
                this.radio("another", strings.offer.anotherLength)
            ),
            this.another
        );
        this.showEnd();
    }

    /** `undefined` where the field holds none that is allowed: it then says so. */
    public confirmed(): number | undefined {
        const days = this.days();
        if (days !== undefined) return days;
        this.field.setAttribute("aria-invalid", "true");
        this.field.focus();
        return undefined;
    }

    private days(): number | undefined {
        if (this.chosen !== "another") return this.chosen;
        const days = this.field.valueAsNumber;
        const { minimumInDays, maximumInDays } = this.gracePeriod;
        return Number.isInteger(days) && days >= minimumInDays && days <= maximumInDays ? days : undefined;
    }

    private radio(length: number | "another", label: string): HTMLElement {
        const input = element("input", {
            type: "radio",
            name: "length",
            value: length,
            checked: length === this.chosen
        });
        input.addEventListener("change", () => {
            this.chosen = length;
            this.showEnd();
        });
        const isSuggested = length === this.gracePeriod.defaultInDays;
        const suggested = isSuggested ? [element("small", {}, this.language.strings.offer.suggested)] : [];
        return element("label", {}, input, element("span", {}, label, ...suggested));
    }

    private showEnd(): void {
        this.another.hidden = this.chosen !== "another";
        const days = this.days();
        if (days !== undefined) this.field.removeAttribute("aria-invalid");
        const ends = Date.now() + (days ?? 0) * millisecondsPerDay;
        const date = moment(ends, this.language.inFull(ends));
        this.end.replaceChildren(
            ...(days === undefined ? [this.bounds()] : withElements(this.language.strings.offer.endsOn, { date }))
        );
    }

    private bounds(): string {
        const { minimumInDays: minimum, maximumInDays: maximum } = this.gracePeriod;
        return fill(this.language.strings.offer.bounds, { minimum, maximum });
    }
}
