// What a store may hold and what a Backbone may show, thousands of pairs: in each of them a call is made, and compared with the
// reference. Some of them take years to come about, which no world would run through.
import { alice, alicesTablet } from "../support/fixtures";
import type { BackboneProcess, BackboneState } from "./ModelBackbone";
import {
    type Command,
    type Data,
    type Deletion,
    type Entry,
    type Process,
    storedOf,
    type Stored
} from "./reference/stored";

export interface Start {
    readonly records: readonly Stored[];
    readonly backbone: BackboneState;
}

const dayInMs = 86_400_000;
const begin = Date.parse("2026-11-23T10:00:00.000Z");

/** So many days after the beginning. */
function on(days: number): string {
    return new Date(begin + Math.round(days * dayInMs)).toISOString();
}

const minutes = 1 / 1440;
const justNow = -1 / 86_400;
const [idP, idQ, idR, idS] = ["P", "Q", "R", "S"].map((letter) => `IDP${letter.repeat(17)}`);
const { deviceId: phone, address } = alice;
const { deviceId: tablet } = alicesTablet;

function each<One, Other>(ones: readonly One[], others: readonly Other[]): [One, Other][] {
    return ones.flatMap((one) => others.map((other): [One, Other] => [one, other]));
}

function startsOf(stores: readonly (readonly Entry[])[], shows: readonly BackboneState[]): Start[] {
    return each(stores, shows).map(([entries, backbone]) => ({ records: entries.map(storedOf), backbone }));
}

function process(id: string, more: Partial<Process> = {}): Process {
    return { id, status: "Active", createdAt: on(-1), createdByDevice: phone, gracePeriodEndsAt: on(13), ...more };
}

function entry(key: string, data: Data, dueAt: string | null = null): Entry {
    return { key, dueAt, data: { address, ...data } };
}

function sent(command: "initiate" | "cancel", days: number, more: Partial<Command> = {}): Command {
    const believeAbsenceFrom = on(days + 22 / 86_400);
    return { command, requestedAt: on(days), device: phone, believeAbsenceFrom, ...more };
}

function shown(id: string, more: Partial<Record<keyof BackboneProcess, unknown>> = {}): BackboneProcess {
    return { ...process(id), ...more } as BackboneProcess;
}

/** What may be known of a process that a Backbone has decided. */
const knownOpen: readonly Data[] = [
    { shownOpenAt: on(-0.1) },
    {},
    { shownOpenAt: on(-1.5) },
    { shownOpenAt: on(-1) },
    { shownOpenAt: on(3) },
    { shownOpenAt: on(-31) },
    { shownOpenAt: on(-30.9) },
    { shownOpenAt: on(3), missingSince: on(-32) },
    { shownOpenAt: on(-5), missingSince: on(-4) },
    { shownOpenAt: on(-32), missingSince: on(-4) },
    { shownOpenAt: on(0), missingSince: on(-32) },
    { missingSince: on(-31) },
    { missingSince: on(2) },
    { missingSince: on(0) }
];

const commandSets: readonly (readonly Command[])[] = [
    [],
    [sent("cancel", -10 * minutes)],
    [sent("cancel", justNow)],
    [sent("cancel", -1, { believeAbsenceFrom: on(0), device: tablet })],
    [sent("cancel", 1)],
    [sent("cancel", 4 * minutes)],
    [sent("cancel", 5 * minutes)],
    [sent("initiate", justNow), sent("cancel", justNow)],
    [sent("initiate", -10 * minutes, { hasEnded: true })],
    [sent("cancel", -1), sent("cancel", justNow, { hasEnded: true })]
];

/** How a Backbone may show it. */
const showsOfP: readonly BackboneState[] = [
    [],
    [shown(idP)],
    [shown(idP, { isHidden: true })],
    [shown(idP, { status: "Cancelled", gracePeriodEndsAt: null })],
    [shown(idP, { status: "Cancelled", gracePeriodEndsAt: null, isHidden: true })],
    [shown(idP, { status: "Cancelled", gracePeriodEndsAt: on(12), createdByDevice: null })],
    [shown(idP, { status: "Deleting" })],
    [shown(idP, { status: "Deleted", gracePeriodEndsAt: null })],
    [shown(idP, { status: "Rejected", gracePeriodEndsAt: null })],
    [shown(idP, { status: "WaitingForApproval", gracePeriodEndsAt: null })],
    [shown(idP, { gracePeriodEndsAt: "soon" })],
    [shown(idP, { status: "Cancelled", createdAt: "soon", gracePeriodEndsAt: null })],
    [shown(idP, { gracePeriodEndsAt: on(20) })]
];

const byBackbone: Data = { process: process(idP), authority: "backbone" };
const knownOver: readonly Data[] = [
    { process: process(idP, { status: "Cancelled" }), authority: "backbone" },
    { process: process(idP, { status: "Cancelled" }), authority: "backbone", closedByAbsence: true },
    {
        process: process(idP, { status: "Cancelled", cancelledAt: on(-0.5) }),
        authority: "backbone",
        closedByAbsence: true
    },
    { process: process(idP, { status: "Cancelled", cancelledAt: on(-0.5), cancelledByDevice: tablet }) },
    { process: process(idP, { status: "Rejected" }) },
    { process: process(idP, { status: "WaitingForApproval" }), authority: "backbone" }
];
const begun: Deletion = { promised: ["data"], worker: "worker", attempts: 1 };
/** What the module itself has decided, and what is over for good. */
const ours: readonly Entry[] = [
    entry("p", { process: process(idP) }, on(-1)),
    entry("p", { process: process(idP, { status: "Deleting" }) }, on(-1)),
    entry("p", { process: process(idP, { status: "Deleting" }), lifecycle: begun }, on(0.1)),
    entry("p", { process: process(idP, { status: "Deleting" }), authority: "backbone" }),
    entry("p", { process: { id: idP, status: "Deleted" }, address: undefined }),
    entry(
        "p",
        { process: process(idP, { status: "Deleted" }), authority: "backbone", deletionConfirmedAt: on(-1) },
        on(-1)
    ),
    entry("p", { process: { id: idP, status: "Deleted" }, authority: "backbone", unlisted: true, address: undefined })
];

const known = each(knownOpen, commandSets).map(([data, intents]) => [entry("p", { ...byBackbone, ...data, intents })]);
const knownPast = [
    { gracePeriodEndsAt: on(-1) },
    { gracePeriodEndsAt: on(-4 * minutes) },
    { gracePeriodEndsAt: on(-5 * minutes) },
    { gracePeriodEndsAt: undefined }
].map((more) => [entry("p", { ...byBackbone, process: process(idP, more), shownOpenAt: on(-3) })]);

/** A command of which no process is known. */
const commands = [
    sent("initiate", justNow, { backboneTime: on(0) }),
    sent("initiate", justNow),
    sent("initiate", -1, { hasEnded: true }),
    sent("initiate", -10 * minutes, { backboneTime: on(-10 * minutes), believeAbsenceFrom: on(1 * minutes) }),
    sent("initiate", -10 * minutes, { lengthInDays: 14, believeAbsenceFrom: on(1 * minutes) }),
    sent("initiate", -10 * minutes, { lengthInDays: 7, believeAbsenceFrom: on(1 * minutes) }),
    sent("initiate", 1),
    sent("initiate", 5 * minutes)
];
const inDoubt = [
    ...commands.map((command) => [entry("c", { authority: "backbone", intents: [command] })]),
    [entry("c", { authority: "backbone", intents: [commands[2], sent("initiate", justNow, { device: tablet })] })]
];
const createdAts = [
    on(0),
    on(-1 * minutes),
    on(-5 * minutes),
    on(-6 * minutes),
    on(-14 * minutes),
    on(-15 * minutes),
    on(-2)
];
const ends = (createdAt: string, days: number, more = 0): string =>
    new Date(Date.parse(createdAt) + days * dayInMs + more).toISOString();
const showsOfR: readonly BackboneState[] = [
    [],
    ...each(createdAts, [14, 7]).map(([createdAt, days]) => [
        shown(idR, { createdAt, gracePeriodEndsAt: ends(createdAt, days) })
    ]),
    ...[-1001, -1000, 1000, 1001].map((more) => [
        shown(idR, { createdAt: on(0), gracePeriodEndsAt: ends(on(0), 14, more) })
    ]),
    [shown(idR, { createdAt: on(0), createdByDevice: tablet })],
    [shown(idR, { createdAt: on(0), createdByDevice: null })],
    [shown(idR, { createdAt: on(0), status: "Cancelled", gracePeriodEndsAt: null })],
    [shown(idR, { createdAt: on(0), createdByDevice: tablet, status: "Cancelled", gracePeriodEndsAt: null })],
    [shown(idR, { createdAt: "soon" })],
    [
        shown(idR, { createdAt: on(0), status: "Cancelled", gracePeriodEndsAt: null }),
        shown(idS, { createdAt: on(0), createdByDevice: tablet, gracePeriodEndsAt: on(14) })
    ],
    [
        shown(idR, { createdAt: on(0), gracePeriodEndsAt: on(15), createdByDevice: tablet }),
        shown(idS, { createdAt: on(0), gracePeriodEndsAt: on(14) })
    ],
    [
        shown(idR, { createdAt: on(0), gracePeriodEndsAt: on(14) }),
        shown(idS, { createdAt: on(0), gracePeriodEndsAt: on(13) })
    ]
];

/** One holds the slot, and another waits for it. */
const holders = [
    entry("p", { ...byBackbone, shownOpenAt: on(-0.1) }),
    entry("p", { ...byBackbone, shownOpenAt: on(-40) }),
    entry("p", { ...byBackbone, missingSince: on(-2), intents: [sent("cancel", justNow)] }),
    entry("p", { ...byBackbone, missingSince: on(-2), intents: [sent("initiate", justNow)] }),
    entry("p", { ...byBackbone, shownOpenAt: on(-0.1), intents: [sent("initiate", justNow, { device: tablet })] }),
    entry("p", { process: process(idP) }, on(-1)),
    ...ours.slice(2, 6),
    entry("p", { authority: "backbone", intents: [sent("initiate", justNow)] }),
    entry("p", { authority: "backbone", intents: [sent("initiate", -1)] })
];
const qProcess = process(idQ, { createdAt: on(0), gracePeriodEndsAt: on(14) });
const waiting: readonly (readonly Entry[])[] = [
    [],
    [entry("q", { process: qProcess, authority: "backbone", isBeside: true, shownOpenAt: on(-0.1) })],
    [
        entry("q", {
            process: qProcess,
            authority: "backbone",
            isBeside: true,
            missingSince: on(-1),
            intents: [sent("cancel", justNow)]
        })
    ],
    [entry("q", { process: { ...qProcess, status: "Deleting" }, authority: "backbone", isBeside: true })],
    [
        entry("q", { process: qProcess, authority: "backbone", isBeside: true, shownOpenAt: on(-0.1) }),
        entry("r", { process: process(idR, { gracePeriodEndsAt: on(9) }), authority: "backbone", isBeside: true })
    ]
];
const openQ = shown(idQ, { createdAt: on(0), gracePeriodEndsAt: on(14) });
const overP = shown(idP, { status: "Cancelled", gracePeriodEndsAt: null });
const showsOfBoth: readonly BackboneState[] = [
    [],
    [shown(idP)],
    [openQ],
    [shown(idP), openQ],
    [overP, openQ],
    [overP],
    [overP, { ...openQ, status: "Cancelled", gracePeriodEndsAt: null }],
    [shown(idP), { ...openQ, status: "Cancelled", gracePeriodEndsAt: null }],
    [overP, openQ, shown(idR)],
    [shown(idP), openQ, shown(idR)],
    [openQ, shown(idR, { createdByDevice: tablet })],
    [overP, shown(idQ, { gracePeriodEndsAt: "soon" })],
    [openQ, shown(idS, { status: "Cancelled", gracePeriodEndsAt: null })]
];
/** A process whose place another has taken, before it got a record of its own. */
const taken: readonly (readonly Entry[])[] = [
    [
        entry("q", {
            process: qProcess,
            authority: "backbone",
            shownOpenAt: on(-0.1),
            replaced: process(idP, { status: "Cancelled" })
        })
    ],
    [
        entry("q", {
            process: qProcess,
            authority: "backbone",
            shownOpenAt: on(-0.1),
            replaced: process(idP, { status: "Cancelled" })
        }),
        entry("p", { ...knownOver[1] })
    ]
];

const gone: BackboneState = [shown(idP, { gracePeriodEndsAt: on(-1) })];

/** What a host may find that another authority has decided, or that is in doubt. */
const two = each(holders, waiting).map(([holder, others]) => [holder, ...others]);
const withoutEnd = [entry("p", { ...byBackbone, process: process(idP, { gracePeriodEndsAt: undefined }) })];
const deleting = [{ gracePeriodEndsAt: undefined }, { gracePeriodEndsAt: undefined, createdAt: undefined }].map(
    (more) => [entry("p", { process: process(idP, { status: "Deleting", ...more }), authority: "backbone" })]
);
const asked = waiting.map((others) => [
    ...others,
    entry("z", {
        process: process(idS, { gracePeriodEndsAt: on(20) }),
        authority: "backbone",
        isBeside: true,
        intents: [sent("cancel", -1, { device: tablet })]
    })
]);

/** What a worker may find. */
const over = { gracePeriodEndsAt: on(-1), createdAt: on(-15) };
const active: Data = { process: process(idP, over) };
const running: Data = { process: process(idP, { ...over, status: "Deleting" }) };
const confirmed: Data = {
    process: process(idP, { ...over, status: "Deleted" }),
    authority: "backbone",
    deletionConfirmedAt: on(-0.5)
};
const reason = "Error: The host fails.";
const both = ["data", "files"];
const lifecycles: readonly Deletion[] = [
    { promised: both, worker: "other", attempts: 1 },
    { promised: both, worker: "other", attempts: 3 },
    { promised: ["data"], attempts: 3, failures: [{ deleter: "data", reason }] },
    {
        promised: both,
        attempts: 2,
        failures: [
            { deleter: "data", reason },
            { deleter: "files", reason: "Error: Before." }
        ]
    },
    { promised: both, done: ["data"], attempts: 1 },
    { promised: both, done: ["data"] },
    { promised: [...both, "lost"], done: ["data"], attempts: 2 },
    { promised: [...both, "lost"], done: both, attempts: 1 },
    { promised: both, done: both, attempts: 3 },
    { promised: both, done: both, allDoneAt: on(-0.1), attempts: 1 },
    { promised: both, done: both, allDoneAt: on(-0.1), attempts: 3, completionFailure: { attempts: 2, reason } },
    {
        promised: both,
        done: both,
        allDoneAt: on(-0.1),
        completionFailure: { attempts: 1, reason },
        failures: [{ reason }]
    },
    { promised: both, done: both, allDoneAt: on(-0.999999), attempts: 2, failures: [{ reason }] },
    { promised: both, done: both, allDoneAt: on(-2), attempts: 1, failures: [{ reason }] },
    { promised: both, done: both, allDoneAt: on(-2) }
];
const due = (data: Data, dueAt = on(-0.1)): readonly Entry[] => [entry("p", data, dueAt)];
const deletions = [
    due(active),
    due({ ...active, lifecycle: { reminded: 5, attempts: 2, failures: [{ reason }] } }),
    ...lifecycles.map((lifecycle) => due({ ...running, lifecycle })),
    due(confirmed),
    ...lifecycles.slice(0, 9).map((lifecycle) => due({ ...confirmed, lifecycle })),
    [...due(active), entry("q", { process: { ...qProcess, status: "Cancelled" } })],
    [
        ...due({ ...running, lifecycle: lifecycles[9] }),
        entry("q", { process: { ...qProcess, status: "Cancelled" } }),
        entry("r", { process: process(idR, { status: "Cancelled" }) })
    ],
    due(running),
    due({ ...byBackbone }),
    due(knownOver[3])
];
const reminders: readonly Deletion[] = [
    {},
    { reminded: 12 },
    { reminded: 12, attempts: 1, failures: [{ reason }], worker: "other" },
    { reminded: 10 },
    { reminded: 5, attempts: 2 }
];
const reminded = each([13, 12.000001, 11, 10, 8, 5, 5 + 1 / 86_400, 10 + 0.5 / 86_400, 0.001], reminders).map(
    ([days, lifecycle]) =>
        due({ process: process(idP, { createdAt: on(days - 14), gracePeriodEndsAt: on(days) }), lifecycle })
);
const oldReminded = [
    due({ process: process(idP, { gracePeriodEndsAt: undefined }) }),
    due({ process: process(idP, { createdAt: undefined, gracePeriodEndsAt: on(8) }) }),
    due({ process: process(idP, { createdAt: on(-0.1), gracePeriodEndsAt: on(4) }) })
];
const parked = "9999-12-31T23:59:59.999Z";
const failed = [
    ...lifecycles.map((lifecycle) => due({ ...running, lifecycle }, on(0.1))),
    ...lifecycles.map((lifecycle) => due({ ...running, lifecycle })),
    ...lifecycles.map(({ worker: _, ...lifecycle }) => due({ ...running, lifecycle }, on(0))),
    ...lifecycles.map(({ worker: _, ...lifecycle }) =>
        due({ ...running, lifecycle: { ...lifecycle, parkedAt: on(-1) } }, parked)
    )
];

/** Of several that wait the one that ends last goes on, wherever it is in the list. */
const late = [{ gracePeriodEndsAt: on(30) }, { gracePeriodEndsAt: undefined }, { gracePeriodEndsAt: on(13.9) }].map(
    (more) => [...waiting[1], entry("r", { process: process(idR, more), authority: "backbone", isBeside: true })]
);
const inLine = [...waiting.slice(1), ...late];
const lines = [...inLine, ...each(holders, late).map(([holder, others]) => [holder, ...others])];
const overInDoubt = knownOver.map((data) => [
    entry("p", { ...data, authority: "backbone", intents: [sent("initiate", justNow)] })
]);

export const situations = {
    deletions: startsOf([...deletions, ...reminded, ...oldReminded], [[]]),
    failed: startsOf(failed, [[]]),
    commands: startsOf(
        [
            [],
            ...known.filter((_, index) => index % 10 === 0),
            // With both commands.
            ...known.slice(7, 8),
            ...two.slice(0, 10),
            ...inDoubt,
            ...knownOver.map((data) => [entry("p", data)]),
            ...ours.map((each) => [each])
        ],
        [...showsOfP.slice(0, 5), ...showsOfBoth.slice(2, 6)]
    ),
    known: startsOf([...known, ...knownPast], showsOfP),
    over: startsOf([[], ...knownOver.map((data) => [entry("p", data)]), ...ours.map((each) => [each])], showsOfP),
    inDoubt: startsOf(inDoubt, showsOfR),
    two: startsOf([...two, ...inLine, ...taken], showsOfBoth),
    /** Few: several calls are interleaved in each. */
    raced: startsOf([[], ...inDoubt.slice(0, 1), known[100], known[110]], [[], [shown(idP)]]),
    deletedMeanwhile: startsOf([[...due({ ...running, lifecycle: lifecycles[9] }), ...waiting[1]]], [[openQ]]),
    gone: startsOf([[], ...two, ...inDoubt, ...overInDoubt, ...ours.map((each) => [each])], [gone]),
    decided: startsOf(
        [
            ...two,
            ...known.slice(0, 40),
            ...ours.map((each) => [each]),
            ...inDoubt,
            ...lines,
            ...overInDoubt,
            withoutEnd,
            ...deleting,
            ...asked
        ],
        [[]]
    )
};
