import { IdentityDeletionProcessStatus, isOpen } from "../../src/domain/IdentityDeletionProcessStatus";
import { deletionHasBegun, type ProcessRecord } from "../../src/domain/record/ProcessRecord";
import { alice, alicesTablet } from "../support/fixtures";
import type { Answer } from "./CallRun";
import { type BackboneState, gracePeriodInMs, isOver, openProcessOf } from "./ModelBackbone";
import { Violation } from "./promises";
import type { ActorScript, Call } from "./World";

/** What a call meets, as numbers of the model. */
export interface Moment {
    readonly store: number;
    readonly backbone: number;
    readonly now: number;
}

interface Seen {
    readonly records: readonly ProcessRecord[];
    readonly backbone: BackboneState;
    readonly now: number;
}

interface Situation {
    readonly call: Call;
    readonly script: ActorScript;
    /** The actor's name. */
    readonly device: string;
    readonly isGone: boolean;
}

interface Shown {
    readonly id: string;
    readonly status: string;
    readonly createdAt?: string;
    readonly createdByDevice?: string;
    readonly gracePeriodEndsAt?: string;
    readonly cancelledAt?: string;
    readonly cancelledByDevice?: string;
}

const { Active, Deleted, Deleting } = IdentityDeletionProcessStatus;

/**
 * A call that nothing has interrupted is answered as the table of the documentation says, and what it answers is what is
 * stored. Throws a `Violation`.
 */
export function checkUndisturbed(situation: Situation, before: Seen, answer: Answer, after: Seen): void {
    const isDecision = situation.call === "close" || situation.call === "takeOver";
    const isRefused = isDecision && before.records.some(deletionHasBegun);
    const expected = isRefused
        ? "deletionHasBegun"
        : situation.script.authority === "local"
          ? expectedLocally(situation.call, before)
          : expectedOfBackbone(situation, before);
    const code = answer.code.split(".").at(-1)!;
    if (expected !== undefined && code !== expected) {
        throw new Violation(`${situation.call} is answered with ${code} instead of ${expected}`);
    }
    if (answer.code === "ok" && expected !== undefined) checkValue(situation, before, answer.value, after);
}

function expectedLocally(call: Call, { records, now }: Seen): string | undefined {
    const elsewhere = records.filter(
        ({ authority, isUnsettled, process }) =>
            authority !== undefined && (isUnsettled || (process !== undefined && isOpen(process.status)))
    );
    if (call === "close" || call === "takeOver") return "ok";
    if (elsewhere.length > 0) return elsewhereCodes[call];
    if (records.some(({ isUnsettled }) => isUnsettled)) return undefined;
    const process = records.find(({ holdsSlot }) => holdsSlot)?.process;
    const end = process?.properties.gracePeriodEndsAt;
    const state =
        process === undefined
            ? "none"
            : process.status !== Active
              ? process.status
              : end !== undefined && now >= Date.parse(end)
                ? "over"
                : "Active";
    return localCodes[call]?.[state];
}

const none = "noActiveIdentityDeletionProcess";
const exists = "activeIdentityDeletionProcessAlreadyExists";
const elsewhereCodes: Partial<Record<Call, string>> = {
    initiate: "authorityHasChanged",
    cancel: "authorityHasChanged",
    getActive: "authorityHasChanged"
};
const localCodes: Partial<Record<Call, Record<string, string>>> = {
    initiate: { none: "ok", Active: exists, over: exists, [Deleting]: exists, [Deleted]: "identityIsDeleted" },
    cancel: {
        none,
        Active: "ok",
        over: "gracePeriodHasExpired",
        [Deleting]: "gracePeriodHasExpired",
        [Deleted]: none
    },
    getActive: { none, Active: "ok", over: "ok", [Deleting]: none, [Deleted]: none },
    list: { none: "ok", Active: "ok", over: "ok", [Deleting]: "ok", [Deleted]: "ok" },
    runDue: { none: "ok", Active: "ok", over: "ok", [Deleting]: "ok", [Deleted]: "ok" }
};

/** Where the Backbone answers, nothing is unsettled and only it has decided: it is told the truth about the Backbone's process. */
function expectedOfBackbone({ call, isGone }: Situation, { records, backbone, now }: Seen): string | undefined {
    const isPlain = records.every(
        ({ authority, isUnsettled, process, closedByAbsence }) =>
            !isUnsettled && !closedByAbsence && (authority === "backbone" || !isOpen(process!.status))
    );
    const open = openProcessOf(backbone);
    if (isGone) return undefined;
    if (isImported(records, open?.id) && !isOver(backbone, now)) return importedCodes[call];
    if (!isPlain) return undefined;
    if (isOver(backbone, now)) return call === "initiate" ? "identityIsDeleted" : undefined;
    const known = records.find(({ process }) => process !== undefined && isOpen(process.status));
    if (call === "initiate") return open === undefined ? "ok" : exists;
    if (call === "cancel") return open === undefined ? none : "ok";
    if (call === "synchronize") return "ok";
    if (call !== "getActive") return undefined;
    // Past its end the Backbone is asked.
    const end = known?.process?.properties.gracePeriodEndsAt;
    if (end !== undefined && now >= Date.parse(end)) return undefined;
    return known === undefined ? none : "ok";
}

/** What the Backbone shows is the Backbone's, whoever has brought it in. */
const importedCodes: Partial<Record<Call, string>> = {
    initiate: exists,
    cancel: "ok",
    synchronize: "ok",
    getActive: "ok"
};

/** The one open record is of the Backbone's open process, and no authority was ever said. */
function isImported(records: readonly ProcessRecord[], openId: string | undefined): boolean {
    const open = records.filter(({ process }) => process !== undefined && isOpen(process.status));
    const isNamed = open.length === 1 && openId !== undefined && open[0].process?.id === openId;
    return isNamed && open[0].authority === undefined && !open[0].isUnsettled && open[0].deletion.required.length === 0;
}

function checkValue({ call, device, script }: Situation, before: Seen, value: unknown, after: Seen): void {
    if (script.authority === "local" && (call === "close" || call === "takeOver")) checkDecided(call, before, after);
    if (call !== "initiate" && call !== "cancel" && call !== "getActive") return;
    const shown = value as Shown;
    const ownDevice = device === "phone" ? alice.deviceId : alicesTablet.deviceId;
    const now = new Date(before.now).toISOString();
    if (call === "initiate") {
        const gracePeriodEndsAt = new Date(before.now + gracePeriodInMs).toISOString();
        requireSame(shown, {
            id: shown.id,
            status: Active,
            createdAt: now,
            createdByDevice: ownDevice,
            gracePeriodEndsAt
        });
    }
    if (call === "cancel") {
        const known = before.records.find(({ process }) => process?.id === shown.id)?.process?.properties;
        requireSame(shown, {
            ...(known ?? shown),
            status: IdentityDeletionProcessStatus.Cancelled,
            cancelledAt: now,
            cancelledByDevice: ownDevice
        });
    }
    const stored = after.records.find(({ process }) => process?.id === shown.id)?.process?.properties;
    if (stored === undefined) throw new Violation(`${call} was answered, and nothing of it is stored`);
    requireSame(shown, stored);
}

/** Nothing is left for others to decide, and who has asked to cancel is heard. */
function checkDecided(call: Call, before: Seen, { records }: Seen): void {
    const hasAsked = before.records.some(
        ({ authority, commands }) => authority !== undefined && commands.some(({ command }) => command === "cancel")
    );
    const open = records.filter(({ process }) => process !== undefined && isOpen(process.status));
    if (records.some(({ authority, isUnsettled }) => authority !== undefined && isUnsettled)) {
        throw new Violation(`something is unsettled after ${call}`);
    }
    if (open.some(({ authority }) => authority !== undefined)) throw new Violation(`open elsewhere after ${call}`);
    if (hasAsked && open.length > 0) throw new Violation("taken over although the person has asked to cancel it");
}

function requireSame(shown: object, expected: object): void {
    const text = (each: object): string =>
        JSON.stringify(
            Object.entries(each)
                .filter(([, value]) => value !== undefined)
                .sort()
        );
    if (text(shown) !== text(expected)) throw new Violation(`${text(shown)} instead of ${text(expected)}`);
}
