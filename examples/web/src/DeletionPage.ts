import {
    ErrorCode,
    type IdentityContext,
    type IdentityDeletionProcessDTO,
    type IdentityDeletionProcessFacade
} from "identity-deletion-process";
import { gracePeriod, openDeletionProcesses } from "./deletionProcesses";
import { Frame } from "./Frame";
import type { Language } from "./Language";
import { OtherTabs } from "./OtherTabs";
import { confirm } from "./views/confirm";
import { offer } from "./views/offer";
import { plain } from "./views/plain";
import { running } from "./views/running";
import type { View } from "./views/View";

/** An Identity has at most one process in one of these; what it shows is the state of the Identity. */
const statusesThatHold = ["Active", "Deleting", "Deleted"];

/** Who changed what is shown: the person at this page, or another tab or device, or nobody but time. */
type Cause = "here" | "elsewhere" | "time";

/**
 * What the person sees follows from the Identity's processes alone, which are read anew after each command, also after
 * one that failed, and whenever another tab has changed something. It never shows what it only believes.
 */
export class DeletionPage {
    private readonly frame: Frame;
    private readonly otherTabs = new OtherTabs();
    private processes: IdentityDeletionProcessFacade | undefined;
    private days: number = gracePeriod.defaultInDays;
    private shown = "";
    private isBusy = false;

    public constructor(
        private readonly language: Language,
        private readonly identity: IdentityContext
    ) {
        this.frame = new Frame(language, identity);
        this.otherTabs.onChange(() => void this.refresh("elsewhere"));
    }

    public async open(): Promise<void> {
        try {
            this.processes ??= await openDeletionProcesses(this.identity, () => this.changed());
        } catch (error) {
            this.showFailure((error as { code?: string }).code);
            return;
        }
        await this.refresh("here");
    }

    /** By the person's command, which shows what came of it itself, or by the end of the grace period. */
    private changed(): void {
        this.otherTabs.tell();
        if (!this.isBusy) void this.refresh("time");
    }

    private async refresh(cause: Cause): Promise<void> {
        if (this.processes === undefined) return;
        const all = await this.processes.getIdentityDeletionProcesses();
        if (all.isError) {
            this.showFailure(all.error.code);
            return;
        }
        const current = [...all.value].reverse().find(({ status }) => statusesThatHold.includes(status));
        this.frame.showHistory(all.value);
        this.showState(stateOf(current), current, cause);
    }

    private showState(state: string, current: IdentityDeletionProcessDTO | undefined, cause: Cause): void {
        const shown = `${state} ${current?.id ?? ""}`;
        if (shown === this.shown) return;
        const isFirst = this.shown === "";
        this.shown = shown;
        if (cause === "elsewhere") this.frame.say(this.noticeOfChange(state));
        this.frame.show(this.viewOf(state, current), { isAsked: cause === "here" && !isFirst });
        if (cause === "time") this.frame.announceHeading();
    }

    private viewOf(state: string, current: IdentityDeletionProcessDTO | undefined): View {
        const { texts } = this.language;
        switch (state) {
            case "Active":
                return running(this.language, current!, {
                    onKeep: () => void this.keep(),
                    onEnd: () => void this.refresh("time"),
                    announce: (text) => this.frame.announce(text)
                });
            case "over":
                return plain(texts.over);
            case "Deleting":
                return plain(texts.deleting);
            case "Deleted":
                return plain(texts.deleted);
            default:
                return offer(this.language, this.days, (days) => this.askToConfirm(days));
        }
    }

    private askToConfirm(days: number): void {
        this.days = days;
        this.frame.say("");
        const view = confirm(
            this.language,
            days,
            () => void this.start(),
            () => this.frame.show(this.viewOf("none", undefined), { isAsked: true })
        );
        this.frame.show(view, { isAsked: true });
    }

    private async start(): Promise<void> {
        await this.command(async (processes) => {
            const result = await processes.initiateIdentityDeletionProcess({ lengthOfGracePeriodInDays: this.days });
            return result.isSuccess ? this.language.texts.notices.started : this.noticeOfFailure(result.error.code);
        });
    }

    private async keep(): Promise<void> {
        await this.command(async (processes) => {
            const result = await processes.cancelIdentityDeletionProcess();
            return result.isSuccess ? this.language.texts.notices.kept : this.noticeOfFailure(result.error.code);
        });
    }

    /** One at a time. Whatever comes of it, the page then shows what holds. */
    private async command(run: (processes: IdentityDeletionProcessFacade) => Promise<string>): Promise<void> {
        if (this.isBusy || this.processes === undefined) return;
        this.isBusy = true;
        this.frame.say("");
        try {
            const notice = await run(this.processes);
            await this.refresh("here");
            this.frame.say(notice);
        } finally {
            this.isBusy = false;
        }
    }

    private noticeOfChange(state: string): string {
        const { notices } = this.language.texts;
        if (state === "Active") return notices.startedElsewhere;
        return state === "none" ? notices.keptElsewhere : notices.changedElsewhere;
    }

    private noticeOfFailure(code: string): string {
        const { notices } = this.language.texts;
        switch (code) {
            case ErrorCode.activeIdentityDeletionProcessAlreadyExists:
                return notices.startLost;
            case ErrorCode.noActiveIdentityDeletionProcess:
                return notices.keepLost;
            case ErrorCode.gracePeriodHasExpired:
                return notices.keepTooLate;
            case ErrorCode.identityIsDeleted:
                return notices.alreadyDeleted;
            case ErrorCode.invalidPropertyValue:
                return notices.lengthNotAllowed;
            default:
                return notices.notStored;
        }
    }

    private showFailure(code: string | undefined): void {
        const { failure } = this.language.texts;
        const texts: Readonly<Record<string, string>> = {
            [ErrorCode.storeUnavailable]: failure.storeUnavailable,
            [ErrorCode.storeIsCorrupt]: failure.storeIsCorrupt,
            [ErrorCode.storeIsOfNewerVersion]: failure.storeIsOfNewerVersion
        };
        const text = texts[code ?? ""] ?? failure.other;
        this.shown = "failure";
        this.frame.say("");
        const retry = { label: failure.retry, onPress: () => void this.open() };
        this.frame.show(plain({ heading: failure.heading, text }, retry), { isAsked: false });
    }
}

/** `Active`, `over` (Active, and its grace period has ended), `Deleting`, `Deleted` or `none`. */
function stateOf(process: IdentityDeletionProcessDTO | undefined): string {
    if (process === undefined) return "none";
    const { status, gracePeriodEndsAt } = process;
    const isOver = gracePeriodEndsAt !== undefined && Date.parse(gracePeriodEndsAt) <= Date.now();
    return status === "Active" && isOver ? "over" : status;
}
