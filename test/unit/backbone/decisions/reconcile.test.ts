import { LostRace } from "../../../../src/application/records/lostRaces";
import type { RemoteProcess } from "../../../../src/backbone/client/answers";
import { Evidence, type RefusedCommands } from "../../../../src/backbone/decisions/Evidence";
import { reconcile } from "../../../../src/backbone/decisions/reconcile";
import type { RemoteState } from "../../../../src/backbone/decisions/RemoteState";
import type { Decision } from "../../../../src/domain/decisions/Decision";
import { noDeletion } from "../../../../src/domain/record/DeletionState";
import type { ProcessRecord } from "../../../../src/domain/record/ProcessRecord";
import {
    backboneRecord,
    commandOf,
    created,
    newRecords,
    planOf,
    processOf,
    recordWith
} from "../../../support/decisions/records";
import { remoteOf } from "../../../support/decisions/remote";
import { alice, alicesTablet } from "../../../support/fixtures";

const clockToleranceInMs = 300_000;

interface Seen {
    readonly askedAt?: string;
    readonly history?: readonly ProcessRecord[];
    readonly refused?: RefusedCommands;
    readonly provedEnded?: readonly string[];
}

/** What is decided where the Backbone shows these, two days after the process began. */
function decide(current: readonly ProcessRecord[], shown: readonly RemoteProcess[], seen: Seen): Decision<RemoteState> {
    const { askedAt = "2026-11-25T10:00:00.000Z", refused = new Map(), provedEnded = [], history = [] } = seen;
    const proved = new Set(provedEnded);
    const evidence = new Evidence(shown, Date.parse(askedAt), refused, clockToleranceInMs, proved);
    return reconcile({ current, history, evidence, newRecord: newRecords(), clockToleranceInMs });
}

const today = "2026-11-25T10:00:00.000Z";
const longAgo = "2026-10-01T10:00:00.000Z";
const tablet = alicesTablet.deviceId;
const seenToday = "shown open 2026-11-25";
const active = processOf("P1", "Active");
const p1 = remoteOf("P1", "Active");
const p2 = remoteOf("P2", "Active", { createdByDevice: tablet });
const trusted = { absenceTrustedFrom: today };
const notTrusted = { absenceTrustedFrom: "2026-11-25T10:00:00.001Z" };

/** Of this store: an active process that the Backbone has shown today. */
const known = backboneRecord("a", active, { shownOpenAt: today });
const command = backboneRecord("a", undefined, { commands: [commandOf("initiate", notTrusted)] });
const cancelling = backboneRecord("a", active, { shownOpenAt: today, commands: [commandOf("cancel", notTrusted)] });
const waiting = backboneRecord("b", processOf("P2", "Active"), { waitsForSlot: true, shownOpenAt: today });
const local = recordWith("a", active, { dueAt: created });
const deletionBegun = recordWith("a", processOf("P1", "Deleting"), {
    deletion: { ...noDeletion, required: ["files"] }
});

type Row = [string, ProcessRecord[], RemoteProcess[], string[], Seen?];

describe("What the Backbone shows and the store does not know", () => {
    test.each<Row>([
        ["is nothing, where there is nothing", [], [], []],
        ["is adopted", [], [p1], [`insert new1: P1 Active, backbone, ${seenToday}`]],
        [
            "is kept as history, where it is over",
            [],
            [remoteOf("P1", "Cancelled")],
            ["insert new1: P1 Cancelled, backbone"]
        ],
        [
            "holds the slot if it ends first, and waits otherwise, where the Backbone has two",
            [],
            [p1, remoteOf("P2", "Active", { gracePeriodEndsAt: "2026-12-01T10:00:00.000Z" })],
            [
                `insert new1: P2 Active, backbone, ${seenToday}`,
                `insert new2: P1 Active, backbone, waits for the slot, ${seenToday}`
            ]
        ],
        ["is what this device's command has started", [command], [p1], [`update a: P1 Active, backbone, ${seenToday}`]],
        [
            "takes the place of a command that may still arrive, which is kept",
            [command],
            [p2],
            [`update a: P2 Active, backbone, sent initiate 2026-11-23, ${seenToday}`]
        ],
        [
            "takes the place of a command that cannot arrive any more",
            [backboneRecord("a", undefined, { commands: [commandOf("initiate", trusted)] })],
            [p2],
            [`update a: P2 Active, backbone, ${seenToday}`]
        ],
        [
            "is open, although what this device has started was cancelled since",
            [command],
            [remoteOf("P1", "Cancelled"), p2],
            [`update a: P2 Active, backbone, ${seenToday}`, "insert new1: P1 Cancelled, backbone"]
        ],
        [
            "is over, and this device has started it",
            [command],
            [remoteOf("P1", "Cancelled")],
            ["update a: P1 Cancelled, backbone"]
        ],
        [
            "cannot be read, and is in doubt from now on, whatever was in doubt in its record before",
            [backboneRecord("a", active, { shownOpenAt: longAgo, missingSince: created })],
            [remoteOf("P1", "Cancelled"), { id: "P2", status: "Active", isUnreadable: true }],
            [
                `update a: P2 Active, backbone, ${seenToday}, missing since 2026-11-25, instead of P1 Cancelled`,
                "insert new1: P1 Cancelled, backbone",
                `update a: P2 Active, backbone, ${seenToday}, missing since 2026-11-25`
            ]
        ],
        [
            "is what this device's command has started, while another waits before it",
            [
                backboneRecord("a", active, { shownOpenAt: today, commands: [commandOf("initiate", notTrusted)] }),
                backboneRecord("b", processOf("P2", "Active", { createdByDevice: tablet }), { waitsForSlot: true }),
                backboneRecord("c", processOf("P3", "Active"), { waitsForSlot: true, shownOpenAt: today })
            ],
            [p2, remoteOf("P3", "Active")],
            [
                `update b: P2 Active, backbone, waits for the slot, ${seenToday}`,
                "remove c",
                `update a: P3 Active, backbone, sent initiate 2026-11-23, ${seenToday}, instead of P1 Cancelled`,
                "insert new1: P1 Cancelled, backbone, closed by absence",
                `update a: P3 Active, backbone, sent initiate 2026-11-23, ${seenToday}`
            ]
        ],
        [
            "waits while the host has not decided about its own process",
            [local],
            [p2],
            [`insert new1: P2 Active, backbone, waits for the slot, ${seenToday}`]
        ],
        [
            "waits while this host's lifecycle deletes",
            [deletionBegun],
            [p2],
            [`insert new1: P2 Active, backbone, waits for the slot, ${seenToday}`]
        ],
        [
            "is in doubt, where it may be open and cannot be read",
            [],
            [{ id: "P1", status: "Active", isUnreadable: true }],
            [`insert new1: P1 Active, backbone, ${seenToday}, missing since 2026-11-25`]
        ],
        [
            "does not come back next to a deleted Identity, where it is over",
            [backboneRecord("a", processOf("P0", "Deleted"))],
            [remoteOf("P1", "Cancelled")],
            []
        ],
        [
            "waits next to a deleted Identity, where it is open",
            [backboneRecord("a", processOf("P0", "Deleted"))],
            [p1],
            [`insert new1: P1 Active, backbone, waits for the slot, ${seenToday}`]
        ],
        [
            "is ordered before others, where it has no end",
            [],
            [p1, { id: "P2", status: "Active", createdAt: created, isUnreadable: true }],
            [
                `insert new1: P2 Active, backbone, ${seenToday}, missing since 2026-11-25`,
                `insert new2: P1 Active, backbone, waits for the slot, ${seenToday}`
            ]
        ],
        [
            "waits while the known one is in doubt",
            [known],
            [p2],
            [
                `insert new1: P2 Active, backbone, waits for the slot, ${seenToday}`,
                `update a: P1 Active, backbone, ${seenToday}, missing since 2026-11-25`
            ]
        ],
        [
            "replaces the known one, where that is over: the slot is never free",
            [known],
            [remoteOf("P1", "Cancelled"), p2],
            [
                `update a: P2 Active, backbone, ${seenToday}, instead of P1 Cancelled`,
                "insert new1: P1 Cancelled, backbone",
                `update a: P2 Active, backbone, ${seenToday}`
            ]
        ],
        [
            "replaces the known one, where its absence can be trusted",
            [backboneRecord("a", active, { shownOpenAt: longAgo })],
            [p2],
            [
                `update a: P2 Active, backbone, ${seenToday}, instead of P1 Cancelled`,
                "insert new1: P1 Cancelled, backbone, closed by absence",
                `update a: P2 Active, backbone, ${seenToday}`
            ]
        ]
    ])("%s", (_, current, shown, plan, seen = {}) => {
        expect(planOf(() => decide(current, shown, seen))).toEqual(plan);
    });
});

describe("A process that the store knows", () => {
    test.each<Row>([
        ["is not written again, where nothing is new", [known], [p1], []],
        [
            "is noted as shown, once a day",
            [backboneRecord("a", active, { shownOpenAt: "2026-11-24T10:00:00.000Z" })],
            [p1],
            [`update a: P1 Active, backbone, ${seenToday}`]
        ],
        [
            "is noted as shown, where a clock was set back since",
            [backboneRecord("a", active, { shownOpenAt: "2027-01-01T10:00:00.000Z" })],
            [p1],
            [`update a: P1 Active, backbone, ${seenToday}`]
        ],
        ["is being deleted", [known], [remoteOf("P1", "Deleting")], [`update a: P1 Deleting, backbone, ${seenToday}`]],
        ["was cancelled elsewhere", [known], [remoteOf("P1", "Cancelled")], ["update a: P1 Cancelled, backbone"]],
        [
            "does not go back, where the list is older than the store",
            [backboneRecord("a", processOf("P1", "Deleting"), { shownOpenAt: today })],
            [p1],
            []
        ],
        [
            "is no longer in doubt, once it is shown again",
            [backboneRecord("a", active, { shownOpenAt: longAgo, missingSince: created })],
            [p1],
            [`update a: P1 Active, backbone, ${seenToday}`]
        ],
        [
            "is in doubt, where it cannot be read any more",
            [known],
            [{ id: "P1", status: "Active", isUnreadable: true }],
            [`update a: P1 Active, backbone, ${seenToday}, missing since 2026-11-25`]
        ],
        [
            "stays as it is, where a deletion cannot be read any more",
            [backboneRecord("a", processOf("P1", "Deleting"), { shownOpenAt: today })],
            [{ id: "P1", status: "Active", isUnreadable: true }],
            []
        ],
        ["is the Backbone's, where it was imported", [local], [p1], [`update a: P1 Active, backbone, ${seenToday}`]],
        ["is the host's, where the Backbone does not show it", [local], [], []],
        ["is left to this host's lifecycle, where that deletes", [deletionBegun], [p1], []],
        [
            "is open again, where it was closed only because it was not shown",
            [],
            [p1],
            [`update h: P1 Active, backbone, ${seenToday}`],
            { history: [backboneRecord("h", processOf("P1", "Cancelled"), { closedByAbsence: true })] }
        ],
        [
            "waits, where it is open again and another holds the slot",
            [backboneRecord("a", processOf("P2", "Active"), { shownOpenAt: today })],
            [p1, p2],
            [`update h: P1 Active, backbone, waits for the slot, ${seenToday}`],
            { history: [backboneRecord("h", processOf("P1", "Cancelled"), { closedByAbsence: true })] }
        ],
        [
            "is over for good, where it was closed by the Backbone",
            [],
            [p1],
            [],
            { history: [backboneRecord("h", processOf("P1", "Cancelled"))] }
        ]
    ])("%s", (_, current, shown, plan, seen = {}) => {
        expect(planOf(() => decide(current, shown, seen))).toEqual(plan);
    });

    test("has appeared since the store was read: it is read again", () => {
        expect(() => decide([], [p1], { history: [known] })).toThrow(LostRace);
    });
});

describe("A process that the Backbone does not show", () => {
    const missing = backboneRecord("a", active, { missingSince: created });

    test.each<Row>([
        ["is in doubt", [known], [], [`update a: P1 Active, backbone, ${seenToday}, missing since 2026-11-25`]],
        ["stays in doubt", [missing], [], []],
        [
            "stays in doubt for 31 days, whatever the list says",
            [missing],
            [],
            [],
            { askedAt: "2026-12-24T09:59:59.999Z" }
        ],
        [
            "has ended by then",
            [missing],
            [],
            ["update a: P1 Cancelled, backbone, closed by absence"],
            { askedAt: "2026-12-24T10:00:00.000Z" }
        ],
        [
            "has ended 31 days after it was last shown",
            [backboneRecord("a", active, { shownOpenAt: longAgo })],
            [],
            ["update a: P1 Cancelled, backbone, closed by absence"]
        ],
        [
            "has ended, where its Identity can log in after its end",
            [known],
            [],
            ["update a: P1 Cancelled, backbone, closed by absence"],
            { provedEnded: ["P1"] }
        ],
        [
            "was cancelled by this device's command, where its absence can be trusted",
            [backboneRecord("a", active, { missingSince: longAgo, commands: [commandOf("cancel", notTrusted)] })],
            [],
            [`update a: P1 Cancelled, backbone, closed by absence, cancelled 2026-11-23, by ${alice.deviceId}`]
        ],
        [
            "counts from now on, where a clock was set back since",
            [backboneRecord("a", active, { missingSince: "2027-01-01T10:00:00.000Z" })],
            [],
            ["update a: P1 Active, backbone, missing since 2026-11-25"]
        ],
        [
            "keeps the person's command to cancel it",
            [cancelling],
            [],
            [`update a: P1 Active, backbone, sent cancel 2026-11-23, ${seenToday}, missing since 2026-11-25`]
        ],
        [
            "forgets a command that was refused",
            [backboneRecord("a", active, { missingSince: created, commands: [commandOf("cancel", notTrusted)] })],
            [],
            ["update a: P1 Active, backbone, missing since 2026-11-23"],
            { refused: new Map([["a", "cancel"]]) }
        ],
        ["is being deleted: a login shows the end", [backboneRecord("a", processOf("P1", "Deleting"))], [], []]
    ])("%s", (_, current, shown, plan, seen = {}) => {
        expect(planOf(() => decide(current, shown, seen))).toEqual(plan);
    });
});

describe("A command whose answer was lost", () => {
    const initiateIn = (more: object): ProcessRecord =>
        backboneRecord("a", undefined, { commands: [commandOf("initiate", more)] });

    test.each<Row>([
        ["may still arrive", [command], [], []],
        ["has not arrived, once its absence can be trusted", [initiateIn(trusted)], [], ["remove a"]],
        ["was refused", [command], [], ["remove a"], { refused: new Map([["a", "initiate"]]) }],
        ["to cancel may still arrive, while the process is shown open", [cancelling], [p1], []],
        [
            "to cancel has not arrived",
            [backboneRecord("a", active, { shownOpenAt: today, commands: [commandOf("cancel", trusted)] })],
            [p1],
            [`update a: P1 Active, backbone, ${seenToday}`]
        ],
        [
            "to cancel has arrived",
            [cancelling],
            [remoteOf("P1", "Cancelled")],
            [`update a: P1 Cancelled, backbone, cancelled 2026-11-23, by ${alice.deviceId}`]
        ],
        [
            "to cancel was refused, and another device has cancelled",
            [cancelling],
            [remoteOf("P1", "Cancelled")],
            ["update a: P1 Cancelled, backbone"],
            { refused: new Map([["a", "cancel"]]) }
        ],
        [
            "counts from now on, where the clock was set back behind it",
            [initiateIn({ requestedAt: "2027-01-01T10:00:00.000Z", absenceTrustedFrom: "2027-01-01T10:00:10.000Z" })],
            [],
            ["update a: no process, backbone, sent initiate 2026-11-25"]
        ],
        [
            "to start another waits for its answer, also where the known one is cancelled",
            [backboneRecord("a", active, { shownOpenAt: today, commands: [commandOf("initiate", notTrusted)] })],
            [remoteOf("P1", "Cancelled")],
            ["update a: P1 Cancelled, backbone, sent initiate 2026-11-23"]
        ]
    ])("%s", (_, current, shown, plan, seen = {}) => {
        expect(planOf(() => decide(current, shown, seen))).toEqual(plan);
    });
});

describe("A process that waits for the slot", () => {
    const waited = `P2 Active, backbone, ${seenToday}`;

    test.each<Row>([
        ["gets it, where it is free", [waiting], [p2], [`update b: ${waited}`]],
        ["goes on waiting, while the holder is open", [known, waiting], [p1, p2], []],
        ["goes on waiting, while the host has not decided about its own", [local, waiting], [p2], []],
        ["goes on waiting, while this host's lifecycle deletes", [deletionBegun, waiting], [p2], []],
        [
            "goes on waiting, while the holder is in doubt",
            [known, waiting],
            [p2],
            [`update a: P1 Active, backbone, ${seenToday}, missing since 2026-11-25`]
        ],
        [
            "gets the record of a command, which may still arrive",
            [command, waiting],
            [p2],
            ["remove b", `update a: P2 Active, backbone, sent initiate 2026-11-23, ${seenToday}`]
        ],
        [
            "gets the record of one that is over, which then gets its own",
            [known, waiting],
            [remoteOf("P1", "Cancelled"), p2],
            [
                "remove b",
                `update a: ${waited}, instead of P1 Cancelled`,
                "insert new1: P1 Cancelled, backbone",
                `update a: ${waited}`
            ]
        ],
        [
            "gets the record of one whose absence can be trusted, which is unsettled first",
            [backboneRecord("a", active, { shownOpenAt: longAgo }), waiting],
            [p2],
            [
                "update a: P1 Active, backbone, shown open 2026-10-01, missing since 2026-11-25",
                "remove b",
                `update a: ${waited}, instead of P1 Cancelled`,
                "insert new1: P1 Cancelled, backbone, closed by absence",
                `update a: ${waited}`
            ]
        ],
        [
            "was started by the command that a process in doubt holds: so that one is over",
            [
                backboneRecord("a", processOf("P0", "Active"), {
                    missingSince: created,
                    commands: [commandOf("initiate", { absenceTrustedFrom: created })]
                }),
                backboneRecord("b", active, { waitsForSlot: true, shownOpenAt: today })
            ],
            [p1],
            [
                "remove b",
                `update a: P1 Active, backbone, ${seenToday}, instead of P0 Cancelled`,
                "insert new1: P0 Cancelled, backbone, closed by absence",
                `update a: P1 Active, backbone, ${seenToday}`
            ]
        ],
        ["is over itself", [known, waiting], [p1, remoteOf("P2", "Cancelled")], ["update b: P2 Cancelled, backbone"]]
    ])("%s", (_, current, shown, plan, seen = {}) => {
        expect(planOf(() => decide(current, shown, seen))).toEqual(plan);
    });
});

describe("A replaced process, where a crash came before it had a record of its own", () => {
    const replacing = backboneRecord("a", active, { shownOpenAt: today, replaced: processOf("P0", "Cancelled") });

    test.each<Row>([
        [
            "gets one",
            [replacing],
            [p1],
            ["insert new1: P0 Cancelled, backbone, closed by absence", `update a: P1 Active, backbone, ${seenToday}`]
        ],
        [
            "is forgotten in the other's record, where it has one already",
            [replacing],
            [p1],
            [`update a: P1 Active, backbone, ${seenToday}`],
            { history: [backboneRecord("h", processOf("P0", "Cancelled"))] }
        ]
    ])("%s", (_, current, shown, plan, seen = {}) => {
        expect(planOf(() => decide(current, shown, seen))).toEqual(plan);
    });
});

describe("What is known of the Identity afterwards", () => {
    const ended = backboneRecord("a", undefined, {
        commands: [commandOf("initiate", { ...notTrusted, hasEnded: true })]
    });

    test.each<[string, ProcessRecord[], RemoteProcess[], string | undefined, (keyof RemoteState)[]]>([
        ["that there is none", [], [], undefined, []],
        ["the open process", [], [p1], "P1", []],
        ["none, where it is over", [known], [remoteOf("P1", "Cancelled")], undefined, []],
        ["that a command is waited for", [command], [], undefined, ["isInDoubt", "isInFlight"]],
        ["that a command may still arrive, and its sender waits no longer", [ended], [], undefined, ["isInDoubt"]],
        ["that the process is in doubt", [known], [], "P1", ["isMissing"]],
        ["the process that may yet be cancelled", [cancelling], [p1], "P1", ["isInDoubt", "isInFlight"]],
        ["the host's own process, while it has not decided", [local], [p2], "P1", []],
        ["the Backbone's, while this host's lifecycle deletes", [deletionBegun], [p2], "P2", []],
        ["the Backbone's, while the known one is in doubt", [known], [p2], "P2", []]
    ])("is %s", (_, current, shown, processId, flags) => {
        const { process, ...state } = decide(current, shown, {}).value;
        expect(process?.id).toBe(processId);
        const raised = (Object.keys(state) as (keyof typeof state)[]).filter((flag) => state[flag]);
        expect(raised).toEqual(flags);
    });
});
