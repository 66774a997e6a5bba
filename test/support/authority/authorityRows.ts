/** Under which authority the store says that the open process stands. */
type Recorded = "local" | "Backbone" | "not said";

/** What else is open: what the process's status is, and what is unsettled about it. */
type State =
    | "Active"
    | "Active, cancel unsettled"
    | "Active, in doubt"
    | "Active, another waits"
    | "initiate unsettled"
    | "Deleting"
    | "Deleting, begun here";

type Present =
    | "local"
    | "Backbone shows it"
    | "Backbone does not show it"
    | "Backbone has deleted the Identity"
    | "Backbone is gone for good";

export interface AuthorityRow {
    readonly recorded: Recorded;
    readonly state: State;
    readonly end: "before" | "past";
    readonly present: Present;
}

const states: readonly State[] = [
    "Active",
    "Active, cancel unsettled",
    "Active, in doubt",
    "Active, another waits",
    "initiate unsettled",
    "Deleting",
    "Deleting, begun here"
];

const presents: readonly Present[] = [
    "local",
    "Backbone shows it",
    "Backbone does not show it",
    "Backbone has deleted the Identity",
    "Backbone is gone for good"
];

/** Why such a row cannot be; `undefined`: it can. */
export function whyImpossible({ recorded, state, end, present }: AuthorityRow): string | undefined {
    const isBegun = state === "Deleting, begun here";
    if (recorded !== "Backbone" && !["Active", "Deleting", "Deleting, begun here"].includes(state)) {
        return "only a Backbone is sent commands, or shows and forgets";
    }
    if (recorded === "Backbone" && isBegun) return "what a Backbone decides is due for no lifecycle of the host's";
    if (recorded === "local" && state === "Deleting") return "the claim that makes it Deleting is the beginning";
    if (state.startsWith("Deleting") && end === "before") return "nothing is deleted before the end";
    if (state === "initiate unsettled" && end === "past") return "there is no process yet, and so no end";
    if (recorded === "local" && present === "Backbone shows it") return "ids are random: no Backbone has that one";
    if (present === "Backbone has deleted the Identity") {
        if (end === "before") return "nothing is deleted before the end";
        if (recorded === "local") return "it deletes for a process of its own";
    }
    if (state === "initiate unsettled" && present === "Backbone shows it") return "then it is Active";
    return undefined;
}

/** Every row: recorded authority × state × end × present authority. */
export function allRows(): AuthorityRow[] {
    const recorded: readonly Recorded[] = ["local", "not said", "Backbone"];
    return recorded.flatMap((authority) =>
        states.flatMap((state) =>
            (["before", "past"] as const).flatMap((end) =>
                presents.map((present) => ({ recorded: authority, state, end, present }))
            )
        )
    );
}
