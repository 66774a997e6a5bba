import type { IdentityDeletionProcessDTO } from "../application/IdentityDeletionProcessDTO";
import { button, element } from "./dom";
import { type Language, languageNames } from "./Language";
import type { ElementSettings } from "./settings";
import { history } from "./views/history";
import type { View } from "./views/View";

interface FrameCallbacks {
    onLanguage(tag: string): void;
    onView(heading: string): void;
}

export class Frame {
    public readonly element: HTMLElement;

    private readonly view = element("div", { id: "view" });
    private readonly notice = element("p", { id: "notice", role: "status" });
    private readonly announcement = element("p", { class: "visually-hidden", "aria-live": "polite" });
    private readonly history = element("section", { "aria-labelledby": "history-heading", hidden: true });
    private stopView: (() => void) | undefined;

    public constructor(
        private readonly language: Language,
        private readonly settings: ElementSettings,
        private readonly callbacks: FrameCallbacks
    ) {
        this.view.append(element("p", { class: "hint" }, language.strings.loading));
        this.element = element(
            "div",
            { class: "frame", lang: language.locale, "aria-busy": "true" },
            this.notice,
            this.view,
            this.history,
            this.announcement,
            this.footer()
        );
    }

    /** Focus goes to its heading where the person asked for it, or where what they were at is gone. */
    public show(view: View, { isAsked }: { isAsked: boolean }): void {
        const hadFocus = this.view.contains((this.view.getRootNode() as ShadowRoot).activeElement);
        this.stopView?.();
        this.stopView = view.stop;
        this.view.replaceChildren(view.element);
        this.element.removeAttribute("aria-busy");
        const heading = this.view.querySelector<HTMLElement>("#view-heading");
        if (isAsked || hadFocus) heading?.focus();
        this.callbacks.onView(heading?.textContent ?? "");
    }

    public stop(): void {
        this.stopView?.();
        this.stopView = undefined;
    }

    public say(notice: string): void {
        this.notice.textContent = notice;
    }

    public announce(words: string): void {
        this.announcement.textContent = words;
    }

    public announceHeading(): void {
        this.announce(this.view.querySelector("#view-heading")?.textContent ?? "");
    }

    public showHistory(processes: readonly IdentityDeletionProcessDTO[]): void {
        this.history.hidden = processes.length === 0;
        this.history.replaceChildren(...history(this.language, processes, this.settings.deviceId));
    }

    private footer(): HTMLElement {
        const parts = [this.languageChoice()];
        if (this.settings.address !== undefined) parts.unshift(this.addressLine(this.settings.address));
        return element("footer", {}, ...parts);
    }

    private addressLine(address: string): HTMLElement {
        const { strings } = this.language;
        const copy = button(strings.copy, "link", () => {
            void navigator.clipboard.writeText(address).then(
                () => this.announce(strings.copied),
                () => this.announce(strings.notCopied)
            );
        });
        copy.setAttribute("aria-label", strings.copyAddress);
        return element(
            "p",
            { class: "identity" },
            `${strings.identity} `,
            element("code", { title: address }, shortened(address)),
            " ",
            copy
        );
    }

    private languageChoice(): HTMLElement {
        const select = element("select", { id: "language" });
        for (const [tag, name] of Object.entries(languageNames)) {
            select.append(element("option", { value: tag, lang: tag, selected: tag === this.language.name }, name));
        }
        select.addEventListener("change", () => this.callbacks.onLanguage(select.value));
        return element("p", {}, element("label", { for: "language" }, `${this.language.strings.language} `), select);
    }
}

function shortened(address: string): string {
    return address.length <= 28 ? address : `${address.slice(0, 13)}…${address.slice(-10)}`;
}
