import { IdentityDeletionProcessRepository } from "../application/IdentityDeletionProcessRepository";
import { isLostRace } from "../application/records/lostRaces";
import { Write } from "../domain/decisions/Decision";
import { IdentityContext } from "../domain/IdentityContext";
import { ProcessRecord } from "../domain/record/ProcessRecord";
import { SentCommand } from "../domain/record/SentCommand";
import { Clock } from "../ports/Clock";
import type { BackboneClock } from "./client/BackboneClock";
import { beginCommand, newCommand, replaceCommand, withdrawCommand } from "./decisions/sendCommand";
import { maxAgeAtSendingInMs, Timeouts } from "./Timeouts";

export interface SenderDependencies {
    readonly identity: IdentityContext;
    readonly clock: Clock;
    readonly timeouts: Timeouts;
    readonly newRecord: () => ProcessRecord;
    readonly backboneClock: BackboneClock;
}

export type Request = Pick<SentCommand, "command" | "lengthOfGracePeriodInDays">;

export class PendingCommand {
    private constructor(
        private readonly repository: IdentityDeletionProcessRepository,
        private readonly dependencies: SenderDependencies,
        private current: ProcessRecord,
        private currentCommand: SentCommand
    ) {}

    /** Throws `LostRace` where the slot is taken, or the target was changed since it was read. */
    public static async begin(
        request: Request,
        repository: IdentityDeletionProcessRepository,
        dependencies: SenderDependencies,
        target?: ProcessRecord
    ): Promise<PendingCommand> {
        const sent = commandNow(request, dependencies);
        const [record] = await repository.carryOut([beginCommand(sent, target, dependencies.newRecord)]);
        return new PendingCommand(repository, dependencies, record, sent);
    }

    public get record(): ProcessRecord {
        return this.current;
    }

    public get command(): SentCommand {
        return this.currentCommand;
    }

    /** Others may take a command for lost that was not sent in time: its times begin anew, or it is not sent. */
    public renew(): Promise<void> | undefined {
        const age = this.dependencies.clock.now().toMillis() - Date.parse(this.command.requestedAt);
        if (Math.abs(age) <= maxAgeAtSendingInMs) return undefined;
        return this.replace(commandNow(this.command, this.dependencies));
    }

    /** The caller no longer waits for the answer. `isProcessed`: the command cannot arrive any more. */
    public async end(isProcessed: boolean): Promise<void> {
        const { clock, timeouts } = this.dependencies;
        const mayArriveWithinInMs = isProcessed ? 0 : timeouts.lateArrivalInMs;
        const absenceTrustedFrom = new Date(clock.now().toMillis() + mayArriveWithinInMs).toISOString();
        await unlessLost(this.replace({ ...this.command, absenceTrustedFrom, hasEnded: true }));
    }

    public async withdraw(): Promise<void> {
        await unlessLost(this.write(withdrawCommand(this.record, this.command)));
    }

    private async replace(command: SentCommand): Promise<void> {
        this.current = (await this.write(replaceCommand(this.record, this.command, command)))[0];
        this.currentCommand = command;
    }

    private write(write: Write): Promise<ProcessRecord[]> {
        return this.repository.carryOut([write]);
    }
}

function commandNow(
    { command, lengthOfGracePeriodInDays }: Request,
    { clock, identity, timeouts, backboneClock }: SenderDependencies
): SentCommand {
    const mayArriveWithinInMs = maxAgeAtSendingInMs + timeouts.requestTimeoutInMs + timeouts.lateArrivalInMs;
    const evidence = { backboneTime: backboneClock.now(), lengthOfGracePeriodInDays };
    return newCommand(command, identity.deviceId, clock.now().toMillis(), mayArriveWithinInMs, evidence);
}

/** Where the race is lost, another writer has settled the command. */
async function unlessLost(write: Promise<unknown>): Promise<void> {
    try {
        await write;
    } catch (error) {
        if (!isLostRace(error)) throw error;
    }
}
