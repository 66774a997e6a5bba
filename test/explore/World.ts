/** What an actor may ask for, in the order in which it asks. */
export type Call =
    | "initiate"
    | "cancel"
    | "getActive"
    | "list"
    | "synchronize"
    | "close"
    | "takeOver"
    /** What an older Runtime has of the Backbone's processes is brought into the store. */
    | "import"
    /** One look of a lifecycle at what is due. */
    | "runDue";

export interface ActorScript {
    /** Who decides, for this actor's module. */
    readonly authority: "local" | "backbone";
    readonly calls: readonly Call[];
    /** Actors with the same name share a store. Default: all do. */
    readonly store?: string;
}

/** The clock moves to the end of the grace period, so far that a lease has ended, or so far that an absence is trusted. */
export type ClockMove = "end" | "lease" | "month";

/** A small world, whose every interleaving is run through. */
export interface World {
    readonly name: string;
    readonly actors: Readonly<Record<string, ActorScript>>;
    readonly clock: readonly ClockMove[];
    /** How many messages, answers, entries and processes may be lost in one run. */
    readonly faults: number;
    /** The Backbone answers nothing from the start on of the actors that are named. */
    readonly isGone?: boolean;
    /** What is done before the actors begin, without interruption. */
    readonly before?: readonly {
        readonly authority: "local" | "backbone";
        readonly call: Call;
        readonly store?: string;
    }[];
}

const local = (...calls: Call[]): ActorScript => ({ authority: "local", calls });
const backbone = (...calls: Call[]): ActorScript => ({ authority: "backbone", calls });

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
    }
];
