import { button, card, element } from "../dom";
import type { Language } from "../Language";
import type { View } from "./View";

export function staying(language: Language, words: string, onAfterAll: () => void): View {
    const { strings } = language;
    const lead = element("p", { class: "lead" }, words);
    const afterAll = element("p", {}, button(strings.staying.afterAll, "link", onAfterAll));
    return { element: card("centred staying", strings.staying.heading, language, lead, afterAll) };
}
