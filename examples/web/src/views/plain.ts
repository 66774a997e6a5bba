import { button, element, viewHeading } from "../dom";
import type { View } from "./View";

/** A heading and a text, and a button where there is something to do. */
export function plain(texts: { heading: string; text: string }, action?: { label: string; onPress: () => void }): View {
    const actions = action
        ? [element("div", { class: "actions" }, button(action.label, "primary", action.onPress))]
        : [];
    return {
        element: element(
            "section",
            { "aria-labelledby": "view-heading", class: "card centred" },
            viewHeading(texts.heading),
            element("p", { class: "lead" }, texts.text),
            ...actions
        )
    };
}
