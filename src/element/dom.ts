type Attributes = Readonly<Record<string, string | number | boolean | undefined>>;
export type Child = Node | string;

/** Text stays text: nothing here makes HTML of a string. */
export function element<Name extends keyof HTMLElementTagNameMap>(
    name: Name,
    attributes: Attributes = {},
    ...children: Child[]
): HTMLElementTagNameMap[Name] {
    const made = document.createElement(name);
    setAttributes(made, attributes);
    made.append(...children);
    return made;
}

export function svg(name: string, attributes: Attributes, ...children: Node[]): SVGElement {
    const made = document.createElementNS("http://www.w3.org/2000/svg", name);
    setAttributes(made, attributes);
    made.append(...children);
    return made;
}

export function withElements(text: string, elements: Readonly<Record<string, Node>>): Child[] {
    return text.split(/(\{\w+\})/).map((part) => elements[part.slice(1, -1)] ?? part);
}

export function moment(milliseconds: number, text: string): HTMLTimeElement {
    return element("time", { datetime: new Date(milliseconds).toISOString() }, text);
}

/** Once for each deliberate press: the second click of a double click may hit what has just appeared. */
export function button(text: string, className: string, onPress: () => void): HTMLButtonElement {
    const made = element("button", { type: "button", class: className }, text);
    made.addEventListener("click", (event) => {
        if (event.detail <= 1) onPress();
    });
    return made;
}

export function card(
    kind: string,
    heading: string,
    language: { headingLevel: number },
    ...parts: Child[]
): HTMLElement {
    const title = element(`h${language.headingLevel}` as "h2", { id: "view-heading", tabindex: -1 }, heading);
    return element("section", { "aria-labelledby": "view-heading", class: `card ${kind}` }, title, ...parts);
}

export function subheading(text: string, { headingLevel }: { headingLevel: number }, id?: string): HTMLElement {
    return element(`h${Math.min(6, headingLevel + 1)}` as "h3", { class: "subheading", id }, text);
}

function setAttributes(made: Element, attributes: Attributes): void {
    for (const [name, value] of Object.entries(attributes)) {
        if (value === true) made.setAttribute(name, "");
        else if (value !== undefined && value !== false) made.setAttribute(name, String(value));
    }
}
