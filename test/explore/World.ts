import type { LifecycleSettings } from "./lifecycle";
import { situations, type Start } from "./situations";

/** What an actor may ask for, in the order in which it asks. */
export type Call =
    | "initiate"
    | "initiateFor7Days"
    | "cancel"
    | "getActive"
    | "list"
    | "synchronize"
    | "close"
    | "takeOver"
    /** What an older Runtime has of the Backbone's processes is brought into the store. */
    | "import"
    /** One look of a lifecycle at what is due. */
    | "runDue"
    /** An operator has all that has failed tried again. */
    | "retry";

export interface ActorScript {
    /** Who decides, for this actor's module. */
    readonly authority: "local" | "backbone";
    readonly calls: readonly Call[];
    /** Actors with the same name share a store. Default: all do. */
    readonly store?: string;
    readonly lifecycle?: Partial<LifecycleSettings>;
}

/**
 * The clock moves to the end of the grace period, so far that a lease has ended, so far that an absence is trusted, or as far
 * as an answer is just believed.
 */
export type ClockMove = "end" | "lease" | "month" | "halfHour";

/** A small world, whose every interleaving is run through. */
export interface World {
    readonly name: string;
    readonly actors: Readonly<Record<string, ActorScript>>;
    readonly clock: readonly ClockMove[];
    /** How many messages, answers, entries and processes may be lost in one run. */
    readonly faults: number;
    /** The Backbone answers nothing from the start on of the actors that are named. */
    readonly isGone?: boolean;
    /** It refuses commands for reasons of its own, and breaks down while it carries them out: these count as faults. */
    readonly isRefusing?: boolean;
    /** What is done before the actors begin, without interruption. */
    /** Every pair of a store and a Backbone with which it begins; default: both are empty. Only the calls are checked then. */
    readonly starts?: readonly Start[];
    readonly before?: readonly {
        readonly authority: "local" | "backbone";
        readonly call: Call;
        readonly store?: string;
    }[];
}

const local = (...calls: Call[]): ActorScript => ({ authority: "local", calls });
const backbone = (...calls: Call[]): ActorScript => ({ authority: "backbone", calls });

const startsOfAWorld = 400;
const refusing = { faults: 1, isRefusing: true };
const lifecycle = {
    deleters: ["data", "files"],
    attempts: 3,
    remindersInDays: [12, 10, 5],
    isNotifying: true
};
const working: ActorScript = { ...local("runDue"), lifecycle };
const silent: ActorScript = { ...local("runDue"), lifecycle: { ...lifecycle, isNotifying: false, attempts: 2 } };

/** From small to large. */
export const worlds: readonly World[] = [
    {
        name: "two devices, no Backbone",
        actors: { phone: local("initiate", "cancel", "initiate"), tablet: local("initiate", "cancel", "getActive") },
        clock: ["end"],
        faults: 2
    },
    {
        name: "a person who cancels, and two workers",
        before: [{ authority: "local", call: "initiate" }],
        actors: { phone: local("cancel", "initiate"), worker: local("runDue", "runDue"), second: local("runDue") },
        clock: ["end", "lease"],
        faults: 1
    },
    {
        name: "two devices and a Backbone",
        actors: { phone: backbone("initiate", "cancel"), tablet: backbone("cancel", "initiate", "getActive") },
        clock: ["end"],
        faults: 1
    },
    {
        name: "a cancellation at a Backbone that loses messages",
        before: [{ authority: "backbone", call: "initiate" }],
        actors: { phone: backbone("cancel", "getActive"), tablet: backbone("synchronize", "initiate") },
        clock: ["month"],
        faults: 2
    },
    {
        name: "devices with stores of their own",
        actors: {
            phone: { ...backbone("initiate", "synchronize", "getActive"), store: "phone" },
            tablet: { ...backbone("synchronize", "cancel", "initiate"), store: "tablet" }
        },
        clock: ["end"],
        faults: 1
    },
    {
        name: "an authority that has changed",
        before: [{ authority: "backbone", call: "initiate" }],
        actors: { phone: backbone("cancel"), host: local("takeOver", "initiate"), worker: local("runDue") },
        clock: ["end"],
        faults: 1
    },
    {
        name: "a host that closes beside a Backbone",
        before: [{ authority: "backbone", call: "initiate" }],
        actors: { phone: backbone("initiate", "cancel"), host: backbone("close"), worker: backbone("runDue") },
        clock: ["month"],
        faults: 1
    },
    {
        name: "a Backbone that is gone for good",
        before: [{ authority: "backbone", call: "initiate" }],
        isGone: true,
        actors: { phone: backbone("cancel"), host: local("takeOver", "cancel", "initiate"), worker: local("runDue") },
        clock: ["end", "lease"],
        faults: 1
    },
    {
        name: "a local process under a Backbone",
        before: [{ authority: "local", call: "initiate" }],
        actors: { phone: backbone("synchronize", "initiate"), host: backbone("close"), tablet: local("cancel") },
        clock: ["end"],
        faults: 1
    },
    {
        name: "a process that an older Runtime brings in",
        before: [{ authority: "backbone", call: "initiate", store: "older" }],
        actors: {
            phone: backbone("synchronize", "cancel", "getActive"),
            host: backbone("import", "close"),
            tablet: backbone("getActive", "cancel")
        },
        clock: ["end"],
        faults: 1
    },
    {
        name: "two open ones that the module takes over",
        before: [
            { authority: "backbone", call: "initiate", store: "older" },
            { authority: "local", call: "initiate" }
        ],
        actors: {
            phone: backbone("synchronize"),
            host: local("takeOver", "takeOver"),
            tablet: local("cancel", "initiate"),
            worker: local("runDue")
        },
        clock: ["end"],
        faults: 1
    },
    ...startingWith("what is known of a Backbone's process", situations.known, { phone: backbone("synchronize") }),
    ...startingWith("what is over", situations.over, { phone: backbone("synchronize") }),
    ...startingWith("a command in doubt", situations.inDoubt, { phone: backbone("synchronize") }),
    ...startingWith("two at once", situations.two, { phone: backbone("synchronize") }),
    ...startingWith("a host that closes while a command is sent", situations.raced, {
        phone: backbone("initiateFor7Days"),
        host: local("close", "initiate")
    }),
    ...startingWith("a host that takes over while a command is sent", situations.raced, {
        phone: backbone("cancel"),
        host: local("takeOver", "initiate")
    }),
    ...startingWith("two who initiate while a host closes", situations.raced.slice(0, 1), {
        phone: backbone("initiateFor7Days"),
        host: local("close"),
        tablet: backbone("initiate")
    }),
    ...startingWith("two who synchronize", situations.raced, {
        phone: backbone("synchronize"),
        tablet: backbone("synchronize")
    }),
    ...startingWith("who cancels while a worker deletes", situations.deletedMeanwhile, {
        phone: backbone("cancel"),
        worker: working
    }),
    ...startingWith(
        "who is suspended for half an hour",
        situations.raced,
        { phone: backbone("synchronize") },
        { clock: ["halfHour"] }
    ),
    ...startingWith("an Identity that is deleted", situations.gone, { phone: backbone("synchronize") }),
    ...startingWith("the host takes over", situations.decided, { host: local("takeOver") }),
    ...startingWith("the host closes", situations.decided, { host: local("close") }),
    ...startingWith("the host closes beside a Backbone", situations.two, { host: backbone("close") }),
    ...startingWith("what a worker finds", situations.deletions, { worker: working }, { faults: 2 }),
    ...startingWith("who notifies nobody", situations.deletions, { worker: silent }, { faults: 1 }),
    ...startingWith("a worker beside a Backbone", situations.deletions, {
        worker: { ...working, authority: "backbone" }
    }),
    ...startingWith("what has failed", situations.failed, { operator: { ...working, calls: ["retry"] } }),
    ...startingWith("who asks", situations.commands, { phone: backbone("getActive") }),
    ...startingWith("who cancels", situations.commands, { phone: backbone("cancel") }, refusing),
    ...startingWith("who initiates", situations.commands, { phone: backbone("initiateFor7Days") }, refusing),
    ...startingWith("what the module itself says", situations.decided, { phone: local("getActive") }),
    ...startingWith("who cancels without a Backbone", situations.decided, { phone: local("cancel") }),
    ...startingWith("who initiates without a Backbone", situations.decided, { phone: local("initiateFor7Days") })
];

/** Not too many of them in one world. */
function startingWith(
    name: string,
    starts: readonly Start[],
    actors: World["actors"],
    more: Partial<World> = {}
): World[] {
    const parts = Math.ceil(starts.length / startsOfAWorld);
    return Array.from({ length: parts }, (_, part) => ({
        name: parts === 1 ? name : `${name} (${part + 1})`,
        starts: starts.filter((_, index) => index % parts === part),
        actors,
        clock: [],
        faults: 0,
        ...more
    }));
}
