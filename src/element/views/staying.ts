import { button, element, viewHeading } from "../dom";
import type { Language } from "../Language";
import type { View } from "./View";

export function staying(language: Language, words: string, onAfterAll: () => void): View {
    const { strings } = language;
    return {
        element: element(
            "section",
            { "aria-labelledby": "view-heading", class: "card centred staying" },
            viewHeading(strings.staying.heading, language),
            element("p", { class: "lead" }, words),
            element("p", {}, button(strings.staying.afterAll, "link", onAfterAll))
        )
    };
}
