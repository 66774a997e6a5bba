import { button, card, element, moment, withElements } from "../dom";
import { fill, type Language } from "../Language";
import type { View } from "./View";

const millisecondsPerDay = 86_400_000;

/** A stray click or Enter starts nothing. The button can always be pressed; without the word it says what is missing. */
export function confirm(language: Language, days: number, onStart: () => void, onBack: () => void): View {
    const { strings } = language;
    const ends = Date.now() + days * millisecondsPerDay;
    const field = element("input", {
        id: "word",
        type: "text",
        autocomplete: "off",
        autocapitalize: "characters",
        spellcheck: "false",
        "aria-describedby": "word-hint word-error"
    });
    const error = element("p", { id: "word-error", class: "error", role: "alert" });
    function attempt(): void {
        if (isTyped()) {
            onStart();
            return;
        }
        field.setAttribute("aria-invalid", "true");
        error.textContent = fill(strings.confirm.wordIsMissing, { word: strings.confirm.word });
        field.focus();
    }

    const start = button(strings.confirm.start, "danger", attempt);
    start.setAttribute("aria-disabled", "true");
    field.addEventListener("input", () => {
        start.setAttribute("aria-disabled", String(!isTyped()));
        if (!isTyped()) return;
        field.removeAttribute("aria-invalid");
        error.textContent = "";
    });

    field.addEventListener("keydown", (event) => {
        if (event.key === "Enter" && !event.repeat) attempt();
    });

    function isTyped(): boolean {
        return field.value.trim().toLocaleUpperCase(language.locale) === strings.confirm.word;
    }

    const word = element("strong", { class: "word" }, strings.confirm.word);
    const date = element("strong", {}, moment(ends, language.inFull(ends)));
    const section = card(
        "grave",
        strings.confirm.heading,
        language,
        element("p", { class: "lead" }, ...withElements(strings.confirm.summary, { date })),
        element("p", {}, fill(strings.confirm.canChangeMind, { length: language.days(days) })),
        element("label", { for: "word" }, ...withElements(strings.confirm.typeTheWord, { word })),
        field,
        element("p", { id: "word-hint", class: "hint" }, strings.confirm.hint),
        error,
        element("div", { class: "actions" }, start, button(strings.confirm.back, "quiet", onBack))
    );
    section.addEventListener("keydown", (event) => {
        if (event.key === "Escape") onBack();
    });
    return { element: section };
}
