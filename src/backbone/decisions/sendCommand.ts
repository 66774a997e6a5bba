import { Write } from "../../domain/decisions/Decision";
import { backboneAuthority, ProcessRecord } from "../../domain/record/ProcessRecord";
import { SentCommand } from "../../domain/record/SentCommand";

/** Times are milliseconds of the epoch: luxon's way to a timestamp costs several times as much. */
export function newCommand(
    command: SentCommand["command"],
    device: string,
    now: number,
    mayArriveWithinInMs: number,
    evidence: Pick<SentCommand, "backboneTime" | "lengthOfGracePeriodInDays"> = {}
): SentCommand {
    return {
        command,
        requestedAt: new Date(now).toISOString(),
        device,
        absenceTrustedFrom: new Date(now + mayArriveWithinInMs).toISOString(),
        hasEnded: false,
        ...evidence
    };
}

export function beginCommand(
    command: SentCommand,
    target: ProcessRecord | undefined,
    newRecord: () => ProcessRecord
): Write {
    if (target !== undefined) return withCommands(target, [...target.commands, command]);
    const after = { ...newRecord(), authority: backboneAuthority, commands: [command] };
    return { kind: "insert", after };
}

export function replaceCommand(record: ProcessRecord, command: SentCommand, next: SentCommand): Write {
    return withCommands(record, [...without(record, command), next]);
}

export function withdrawCommand(record: ProcessRecord, command: SentCommand): Write {
    if (record.process === undefined) return { kind: "remove", record };
    return withCommands(record, without(record, command));
}

function without({ commands }: ProcessRecord, command: SentCommand): SentCommand[] {
    return commands.filter((each) => each !== command);
}

function withCommands(before: ProcessRecord, commands: readonly SentCommand[]): Write {
    const dueAt = before.deletionConfirmedAt ?? null;
    return { kind: "update", before, after: { ...before, authority: backboneAuthority, commands, dueAt } };
}
