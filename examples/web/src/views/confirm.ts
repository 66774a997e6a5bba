import { button, element, moment, viewHeading, withElements } from "../dom";
import { fill, type Language } from "../Language";
import type { View } from "./View";

const millisecondsPerDay = 86_400_000;

/**
 * Asks for a word and for a press of a button of its own: neither a stray click nor a stray Enter starts a deletion.
 * The button can always be reached and pressed; before the word is there it says what is missing.
 */
export function confirm(language: Language, days: number, onStart: () => void, onBack: () => void): View {
    const { texts } = language;
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
    const start = button(texts.confirm.start, "danger", () => {
        if (isTyped()) {
            onStart();
            return;
        }
        field.setAttribute("aria-invalid", "true");
        error.textContent = fill(texts.confirm.wordIsMissing, { word: texts.confirm.word });
        field.focus();
    });
    start.setAttribute("aria-disabled", "true");
    field.addEventListener("input", () => {
        start.setAttribute("aria-disabled", String(!isTyped()));
        if (!isTyped()) return;
        field.removeAttribute("aria-invalid");
        error.textContent = "";
    });

    function isTyped(): boolean {
        return field.value.trim().toLocaleUpperCase(language.locale) === texts.confirm.word;
    }

    const word = element("strong", { class: "word" }, texts.confirm.word);
    const date = element("strong", {}, moment(ends, language.inFull(ends)));
    return {
        element: element(
            "section",
            { "aria-labelledby": "view-heading", class: "card grave" },
            viewHeading(texts.confirm.heading),
            element("p", { class: "lead" }, ...withElements(texts.confirm.summary, { date })),
            element("p", {}, fill(texts.confirm.canChangeMind, { length: language.days(days) })),
            element("label", { for: "word" }, ...withElements(texts.confirm.typeTheWord, { word })),
            field,
            element("p", { id: "word-hint", class: "hint" }, texts.confirm.hint),
            error,
            element("div", { class: "actions" }, start, button(texts.confirm.back, "quiet", onBack))
        )
    };
}
