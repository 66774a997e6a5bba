import { gracePeriod } from "../deletionProcesses";
import { button, element, moment, viewHeading, withElements } from "../dom";
import { fill, type Language } from "../Language";
import type { View } from "./View";

const offeredLengthsInDays = [7, gracePeriod.defaultInDays, 30];
const millisecondsPerDay = 86_400_000;

/** What will happen, and how long the grace period shall be. */
export function offer(language: Language, days: number, onProceed: (days: number) => void): View {
    const { texts } = language;
    const choice = new LengthChoice(language, days);
    const proceed = button(texts.offer.proceed, "danger quiet", () => {
        const chosen = choice.confirmed();
        if (chosen !== undefined) onProceed(chosen);
    });
    const steps = texts.offer.steps.map(({ title, text }) =>
        element("li", {}, element("strong", {}, title), element("span", {}, text))
    );
    return {
        element: element(
            "section",
            { "aria-labelledby": "view-heading", class: "card" },
            viewHeading(texts.offer.heading),
            element("p", { class: "lead" }, texts.offer.introduction),
            element("h3", {}, texts.offer.whatWillHappen),
            element("ol", { class: "steps" }, ...steps),
            choice.fieldset,
            choice.end,
            element("div", { class: "actions" }, proceed)
        )
    };
}

/** Radio buttons for the usual lengths, and a field for any other that the policy allows. */
class LengthChoice {
    public readonly fieldset: HTMLFieldSetElement;
    public readonly end = element("p", { class: "end", "aria-live": "polite" });

    private readonly field = element("input", {
        id: "days",
        type: "number",
        inputmode: "numeric",
        min: gracePeriod.minimumInDays,
        max: gracePeriod.maximumInDays,
        step: 1,
        "aria-describedby": "days-bounds"
    });
    private readonly another: HTMLElement;
    private chosen: number | "another";

    public constructor(
        private readonly language: Language,
        days: number
    ) {
        const { texts } = language;
        this.chosen = offeredLengthsInDays.includes(days) ? days : "another";
        this.field.value = String(days);
        this.field.addEventListener("input", () => this.showEnd());
        this.another = element(
            "div",
            { class: "another" },
            element("label", { for: "days" }, texts.offer.days),
            this.field,
            element("p", { id: "days-bounds", class: "hint" }, this.bounds())
        );
        this.fieldset = element(
            "fieldset",
            {},
            element("legend", {}, texts.offer.length),
            element(
                "div",
                { class: "choices" },
                ...offeredLengthsInDays.map((length) => this.radio(length, language.days(length))),
                this.radio("another", texts.offer.anotherLength)
            ),
            this.another
        );
        this.showEnd();
    }

    /** The chosen number of days; `undefined` where the field holds none that is allowed: it then says so. */
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
        const { minimumInDays, maximumInDays } = gracePeriod;
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
        const isSuggested = length === gracePeriod.defaultInDays;
        const suggested = isSuggested ? [element("small", {}, this.language.texts.offer.suggested)] : [];
        return element("label", {}, input, element("span", {}, label, ...suggested));
    }

    private showEnd(): void {
        this.another.hidden = this.chosen !== "another";
        const days = this.days();
        if (days !== undefined) this.field.removeAttribute("aria-invalid");
        const ends = Date.now() + (days ?? 0) * millisecondsPerDay;
        const date = moment(ends, this.language.inFull(ends));
        this.end.replaceChildren(
            ...(days === undefined ? [this.bounds()] : withElements(this.language.texts.offer.endsOn, { date }))
        );
    }

    private bounds(): string {
        const { minimumInDays: minimum, maximumInDays: maximum } = gracePeriod;
        return fill(this.language.texts.offer.bounds, { minimum, maximum });
    }
}
