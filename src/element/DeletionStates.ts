import type { IdentityDeletionProcessDTO } from "../application/IdentityDeletionProcessDTO";
import type { IdentityDeletionProcessFacade } from "../application/IdentityDeletionProcessFacade";
import { ErrorCode } from "../domain/ErrorCode";
import type { Frame } from "./Frame";
import type { Language } from "./Language";
import type { ElementSettings } from "./settings";
import { confirm } from "./views/confirm";
import { offer } from "./views/offer";
import { plain } from "./views/plain";
import { running } from "./views/running";
import { staying } from "./views/staying";
import type { View } from "./views/View";

/** An Identity has at most one process in one of these. */
const statusesThatHold = ["Active", "Deleting", "Deleted"];

interface Host {
    open(): Promise<IdentityDeletionProcessFacade>;
    tell(event: "deletionstart" | "deletioncancel" | "dismiss"): void;
}

type Cause = "here" | "elsewhere" | "time";

/** Shows only what it has read: after each command, also a failed one, and when another tab has changed something. */
export class DeletionStates {
    private processes: IdentityDeletionProcessFacade | undefined;
    private days: number;
    private shown = "";
    private isBusy = false;
    private isStaying: string | undefined;

    public constructor(
        private readonly language: Language,
        private readonly settings: ElementSettings,
        private readonly frame: Frame,
        private readonly host: Host
    ) {
        this.days = settings.gracePeriod.defaultInDays;
    }

    public async open(): Promise<void> {
        try {
            this.processes ??= await this.host.open();
        } catch (error) {
            this.showFailure((error as { code?: string }).code);
            return;
        }
        await this.refresh("here");
    }

    /** Not while the person's own command runs: it shows its result itself. */
    public async changed(cause: "time" | "elsewhere"): Promise<void> {
        if (!this.isBusy) await this.refresh(cause);
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
        if (state !== "none") this.isStaying = undefined;
        else if (this.shown !== "" && this.shown !== "failure ")
            this.isStaying ??= this.language.strings.staying.cancelled;
        const isFirst = this.shown === "";
        this.shown = shown;
        this.frame.say(cause === "elsewhere" ? this.noticeOfChange(state) : "");
        this.frame.show(this.viewOf(state, current), { isAsked: cause === "here" && !isFirst });
        if (cause === "time") this.frame.announceHeading();
    }

    private viewOf(state: string, current: IdentityDeletionProcessDTO | undefined): View {
        const { strings } = this.language;
        switch (state) {
            case "Active":
                return running(this.language, current!, {
                    onKeep: () => void this.keep(),
                    onEnd: () => void this.refresh("time"),
                    announce: (text) => this.frame.announce(text)
                });
            case "over":
                return plain(this.language, strings.over);
            case "Deleting":
                return plain(this.language, strings.deleting);
            case "Deleted":
                return plain(this.language, strings.deleted);
            default:
                return this.isStaying ? this.stayingView() : this.offerView();
        }
    }

    private offerView(): View {
        return offer(this.language, this.settings, this.days, {
            onProceed: (days) => this.askToConfirm(days),
            onKeep: () => {
                this.stay(this.language.strings.staying.unchanged);
                this.host.tell("dismiss");
            }
        });
    }

    private stayingView(): View {
        return staying(this.language, this.isStaying ?? "", () => {
            this.isStaying = undefined;
            this.frame.say("");
            this.frame.show(this.offerView(), { isAsked: true });
        });
    }

    private stay(words: string): void {
        this.isStaying = words;
        this.frame.say("");
        this.frame.show(this.stayingView(), { isAsked: true });
    }

    private askToConfirm(days: number): void {
        this.days = days;
        this.frame.say("");
        const view = confirm(
            this.language,
            days,
            () => void this.start(),
            () => this.frame.show(this.offerView(), { isAsked: true })
        );
        this.frame.show(view, { isAsked: true });
    }

    private async start(): Promise<void> {
        await this.command(async (processes) => {
            const result = await processes.initiateIdentityDeletionProcess({ lengthOfGracePeriodInDays: this.days });
            if (result.isError) return this.noticeOfFailure(result.error.code);
            this.host.tell("deletionstart");
            return this.language.strings.notices.started;
        });
    }

    private async keep(): Promise<void> {
        await this.command(async (processes) => {
            const result = await processes.cancelIdentityDeletionProcess();
            if (result.isError) return this.noticeOfFailure(result.error.code);
            this.isStaying = this.language.strings.staying.cancelled;
            this.host.tell("deletioncancel");
            return "";
        });
    }

    /** One at a time. Whatever its result, the page then shows the stored state. */
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
        const { notices } = this.language.strings;
        if (state === "Active") return notices.startedElsewhere;
        return state === "none" ? notices.keptElsewhere : notices.changedElsewhere;
    }

    private noticeOfFailure(code: string): string {
        const { notices } = this.language.strings;
        const strings: Readonly<Record<string, string>> = {
            [ErrorCode.activeIdentityDeletionProcessAlreadyExists]: notices.startLost,
            [ErrorCode.noActiveIdentityDeletionProcess]: notices.keepLost,
            [ErrorCode.gracePeriodHasExpired]: notices.keepTooLate,
            [ErrorCode.identityIsDeleted]: notices.alreadyDeleted,
            [ErrorCode.invalidPropertyValue]: notices.lengthNotAllowed
        };
        return strings[code] ?? notices.notStored;
    }

    private showFailure(code: string | undefined): void {
        const { failure } = this.language.strings;
        const strings: Readonly<Record<string, string>> = {
            [ErrorCode.storeUnavailable]: failure.storeUnavailable,
            [ErrorCode.storeIsCorrupt]: failure.storeIsCorrupt,
            [ErrorCode.storeIsOfNewerVersion]: failure.storeIsOfNewerVersion
        };
        const text = strings[code ?? ""] ?? failure.other;
        this.shown = "failure ";
        this.frame.say("");
        const retry = { label: failure.retry, onPress: () => void this.open() };
        this.frame.show(plain(this.language, { heading: failure.heading, text }, retry), { isAsked: false });
    }
}

function stateOf(process: IdentityDeletionProcessDTO | undefined): string {
    if (process === undefined) return "none";
    const { status, gracePeriodEndsAt } = process;
    const isOver = gracePeriodEndsAt !== undefined && Date.parse(gracePeriodEndsAt) <= Date.now();
    return status === "Active" && isOver ? "over" : status;
}
