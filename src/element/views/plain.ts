import { button, element, viewHeading } from "../dom";
import type { Language } from "../Language";
import type { View } from "./View";

interface Words {
    readonly heading: string;
    readonly text: string;
}

export function plain(language: Language, words: Words, action?: { label: string; onPress: () => void }): View {
    const actions = action
        ? [element("div", { class: "actions" }, button(action.label, "primary", action.onPress))]
        : [];
    return {
        element: element(
            "section",
            { "aria-labelledby": "view-heading", class: "card centred" },
            viewHeading(words.heading, language),
            element("p", { class: "lead" }, words.text),
            ...actions
        )
    };
}
