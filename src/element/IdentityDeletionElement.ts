/// <reference lib="dom" preserve="true" />
import type { IdentityDeletionProcessFacade } from "../application/IdentityDeletionProcessFacade";
import { DeletionStates } from "./DeletionStates";
import { Frame } from "./Frame";
import { Language } from "./Language";
import type { ElementSettings } from "./settings";
import { styles } from "./styles";

/** What opens it is called when the element is shown, and when the person tries again. */
export type ProcessesSource = IdentityDeletionProcessFacade | (() => Promise<IdentityDeletionProcessFacade>);

/** So that a server that renders pages can load the class. */
const Base = globalThis.HTMLElement ?? Object;

/**
 * "Delete my Identity" as a custom element: what will happen, a confirmation, the countdown with "Keep my Identity", and the
 * history. It reads what holds after each command and at `refresh`, and never shows what it only assumes.
 *
 * Set `processes`. Attributes: `lang` (`en`, `de`; default: the first of the browser's that is one of them), `heading-level`
 * (1 to 6, default 2), `address`, `device-id`. It works under a content security policy without `unsafe-inline` and
 * `unsafe-eval`, with trusted types. Style it by the CSS properties `--identity-deletion-…`.
 *
 * Events, none of which bubbles: `deletionstart` and `deletioncancel` once the command is durable; `dismiss` where the
 * person started nothing and goes back; `viewchange` with `detail.heading`; `languagechange` with `detail.language`.
 */
export class IdentityDeletionElement extends Base {
    public static readonly observedAttributes = ["lang", "heading-level", "address", "device-id"];

    /** What the person loses, a line each, or a function of the language (`de`, `en-GB`). Default: one sentence. */
    public deletedData: readonly string[] | ((language: string) => readonly string[]) = [];
    /** Called when the person asks for their data before they start. Default: they are not offered it. */
    public downloadData: (() => unknown) | undefined;
    /** In whole days, as the host's module allows. */
    public gracePeriod: ElementSettings["gracePeriod"] = { minimumInDays: 1, defaultInDays: 14, maximumInDays: 365 };

    private source: ProcessesSource | undefined;
    private states: DeletionStates | undefined;
    private frame: Frame | undefined;
    private isRenderPlanned = false;

    public get processes(): ProcessesSource | undefined {
        return this.source;
    }

    public set processes(source: ProcessesSource | undefined) {
        this.source = source;
        this.planRender();
    }

    public connectedCallback(): void {
        if (this.shadowRoot === null) {
            const sheet = new CSSStyleSheet();
            sheet.replaceSync(styles);
            this.attachShadow({ mode: "open" }).adoptedStyleSheets = [sheet];
        }
        document.addEventListener("visibilitychange", this.comeBack);
        globalThis.addEventListener("pageshow", this.comeBack);
        this.planRender();
    }

    public disconnectedCallback(): void {
        document.removeEventListener("visibilitychange", this.comeBack);
        globalThis.removeEventListener("pageshow", this.comeBack);
        this.frame?.stop();
        this.states = undefined;
    }

    public attributeChangedCallback(): void {
        this.planRender();
    }

    /** For a host that hears of a change. Unless by `time` (the end), the person is told that it happened elsewhere. */
    public refresh(cause: "time" | "elsewhere" = "elsewhere"): void {
        void this.states?.changed(cause);
    }

    private readonly comeBack = (): void => {
        if (document.visibilityState === "visible") this.refresh();
    };

    private planRender(): void {
        if (this.isRenderPlanned) return;
        this.isRenderPlanned = true;
        queueMicrotask(() => {
            this.isRenderPlanned = false;
            if (this.isConnected && this.shadowRoot !== null) this.render(this.shadowRoot);
        });
    }

    private render(root: ShadowRoot): void {
        const language = new Language([this.lang, ...navigator.languages], this.headingLevel);
        const { deletedData } = this;
        const settings: ElementSettings = {
            gracePeriod: this.gracePeriod,
            deletedData: typeof deletedData === "function" ? deletedData(language.locale) : deletedData,
            downloadData: this.downloadData,
            address: this.getAttribute("address") ?? undefined,
            deviceId: this.getAttribute("device-id") ?? undefined
        };
        this.frame?.stop();
        this.frame = new Frame(language, settings, {
            onLanguage: (tag) => {
                this.lang = tag;
                this.tell("languagechange", { language: tag });
            },
            onView: (heading) => this.tell("viewchange", { heading, language: language.locale })
        });
        root.replaceChildren(this.frame.element);
        const { source } = this;
        if (source === undefined) return;
        this.states = new DeletionStates(language, settings, this.frame, {
            open: async () => (typeof source === "function" ? await source() : source),
            tell: (type) => this.tell(type, {})
        });
        void this.states.open();
    }

    private get headingLevel(): number {
        const level = Number(this.getAttribute("heading-level"));
        return level >= 1 && level <= 6 ? Math.floor(level) : 2;
    }

    private tell(type: string, detail: object): void {
        this.dispatchEvent(new CustomEvent(type, { detail }));
    }
}

/** More than once is harmless. Throws where another element has that name. */
export function defineIdentityDeletionElement(name = "identity-deletion"): void {
    const known = customElements.get(name);
    if (known === undefined) customElements.define(name, IdentityDeletionElement);
    else if (known !== IdentityDeletionElement) throw new TypeError(`Another element is named "${name}".`);
}
