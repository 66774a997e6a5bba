import { IdentityContext } from "../domain/IdentityContext";
import { Timestamp } from "../domain/Timestamp";
import { Clock } from "../ports/Clock";
import { longestFromIntentToSendingInMs, Patience } from "./BackboneSettings";
import { Intent } from "./journal/Intent";
import { Journal, LostRace } from "./journal/Journal";
import { EntryContent, JournalEntry, OpenEntry } from "./journal/JournalEntry";

export interface SendersSurroundings {
    readonly identity: IdentityContext;
    readonly clock: Clock;
    readonly patience: Patience;
}

/** A command whose intent is in the store: what becomes of the intent while the command is on its way. */
export class SentCommand {
    private constructor(
        private readonly journal: Journal,
        private readonly surroundings: SendersSurroundings,
        private current: JournalEntry,
        private currentIntent: Intent
    ) {}

    /** Throws `LostRace` where the slot is taken, or the process was changed since it was read. */
    public static async begin(
        command: Intent["command"],
        journal: Journal,
        surroundings: SendersSurroundings,
        target?: OpenEntry
    ): Promise<SentCommand> {
        const intent = newIntent(command, surroundings);
        const entry =
            target === undefined
                ? await journal.add({ intents: [intent] })
                : await journal.change(target, { ...target, intents: [...target.intents, intent] });
        return new SentCommand(journal, surroundings, entry, intent);
    }

    /** The intent's record, as this command last left it. */
    public get entry(): JournalEntry {
        return this.current;
    }

    public get intent(): Intent {
        return this.currentIntent;
    }

    /** What has waited too long for its sending may have been taken for lost by others: they are told, or it is not sent. */
    public async renew(): Promise<void> {
        const { clock } = this.surroundings;
        const age = clock.now().toMillis() - Date.parse(this.intent.requestedAt);
        if (Math.abs(age) <= longestFromIntentToSendingInMs) return;
        await this.replaceIntent(newIntent(this.intent.command, this.surroundings));
    }

    /** Nobody waits for the answer any more. `isDealtWith`: and nothing of the command is still on its way. */
    public async end(isDealtWith: boolean): Promise<void> {
        const { clock, patience } = this.surroundings;
        const mayArriveWithinInMs = isDealtWith ? 0 : patience.lateArrivalInMs;
        const believeAbsenceFrom = isoOf(clock.now().toMillis() + mayArriveWithinInMs);
        await unlessLost(this.replaceIntent({ ...this.intent, believeAbsenceFrom, hasEnded: true }));
    }

    /** The command is certain not to have been carried out. */
    public async withdraw(): Promise<void> {
        const { entry } = this;
        await unlessLost(
            entry.process === undefined
                ? this.journal.remove(entry)
                : this.journal.change(entry, this.withoutTheIntent())
        );
    }

    private async replaceIntent(intent: Intent): Promise<void> {
        const { intents } = this.withoutTheIntent();
        this.current = await this.journal.change(this.entry, { ...this.entry, intents: [...intents, intent] });
        this.currentIntent = intent;
    }

    private withoutTheIntent(): EntryContent {
        return { ...this.entry, intents: this.entry.intents.filter((each) => each !== this.intent) };
    }
}

function newIntent(command: Intent["command"], { clock, identity, patience }: SendersSurroundings): Intent {
    const now = clock.now().toMillis();
    const mayArriveWithinInMs = longestFromIntentToSendingInMs + patience.requestTimeoutInMs + patience.lateArrivalInMs;
    return {
        command,
        requestedAt: isoOf(now),
        device: identity.deviceId,
        believeAbsenceFrom: isoOf(now + mayArriveWithinInMs)
    };
}

/** Where the race is lost, somebody else has settled the intent. */
async function unlessLost(write: Promise<unknown>): Promise<void> {
    try {
        await write;
    } catch (error) {
        if (!(error instanceof LostRace)) throw error;
    }
}

/** The canonical form. luxon's way to it costs several times as much, and every command takes it four times. */
function isoOf(milliseconds: number): Timestamp {
    return new Date(milliseconds).toISOString();
}
