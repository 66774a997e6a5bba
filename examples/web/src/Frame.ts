import { element } from "./dom";
import { history } from "./views/history";
import type { Language } from "./Language";
import type { View } from "./views/View";
import type { IdentityContext, IdentityDeletionProcessDTO } from "identity-deletion-process";

/** The page around its views: title, notices, history, and what is said to those who listen. */
export class Frame {
    private readonly view = element("div", { id: "view" });
    private readonly notice = element("p", { id: "notice", role: "status" });
    private readonly announcement = element("p", { class: "visually-hidden", "aria-live": "polite" });
    private readonly history = element("section", { "aria-labelledby": "history-heading", hidden: true });
    private stopView: (() => void) | undefined;

    public constructor(
        private readonly language: Language,
        private readonly identity: IdentityContext
    ) {
        const { texts } = language;
        document.documentElement.lang = language.locale;
        document.title = texts.title;
        const address = element("code", {}, identity.address);
        document.body.replaceChildren(
            element(
                "header",
                {},
                element("h1", {}, texts.title),
                element("p", { class: "identity" }, `${texts.identity} `, address)
            ),
            element("main", { "aria-busy": "true" }, this.notice, this.view, this.history, this.announcement)
        );
        this.view.append(element("p", { class: "hint" }, texts.loading));
    }

    /**
     * Puts a view in the middle. Focus goes to its heading where the person asked for it, or where what they were at is
     * gone; otherwise it stays where it is.
     */
    public show(view: View, { isAsked }: { isAsked: boolean }): void {
        const hadFocus = this.view.contains(document.activeElement);
        this.stopView?.();
        this.stopView = view.stop;
        this.view.replaceChildren(view.element);
        this.view.parentElement?.removeAttribute("aria-busy");
        const heading = this.view.querySelector<HTMLElement>("#view-heading");
        document.title = `${heading?.textContent ?? ""} – ${this.language.texts.title}`;
        if (isAsked || hadFocus) heading?.focus();
    }

    /** An empty text takes the last notice away. */
    public say(notice: string): void {
        this.notice.textContent = notice;
    }

    public announce(text: string): void {
        this.announcement.textContent = text;
    }

    public announceHeading(): void {
        this.announce(this.view.querySelector("#view-heading")?.textContent ?? "");
    }

    public showHistory(processes: readonly IdentityDeletionProcessDTO[]): void {
        this.history.hidden = false;
        this.history.replaceChildren(...history(this.language, processes, this.identity.deviceId));
    }
}
