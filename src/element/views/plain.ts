import { button, card, element } from "../dom";
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
    const lead = element("p", { class: "lead" }, words.text);
    return { element: card("centred", words.heading, language, lead, ...actions) };
}
