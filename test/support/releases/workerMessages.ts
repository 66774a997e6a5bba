/** What the parent tells a worker. `now`: the moment that the worker takes for the present. */
export type WorkerCommand =
    | { readonly do: "open"; readonly store: string; readonly now: string }
    | { readonly do: "initiate"; readonly addresses: readonly string[]; readonly days: number; readonly now: string }
    /** Runs what is due until nothing more is. */
    | { readonly do: "work"; readonly now: string }
    | { readonly do: "cancel"; readonly addresses: readonly string[]; readonly now: string }
    /** For each Identity the statuses of its processes. */
    | { readonly do: "list"; readonly addresses: readonly string[] }
    | { readonly do: "close" };

/** For each address: `ok`, statuses, or the code of an error. What failed as a whole has only `failure`. */
export interface WorkerAnswer {
    readonly outcomes: readonly string[];
    readonly failure?: string;
}

/** What the host's code was called for. */
export interface HostCall {
    readonly worker: string;
    readonly what: "files" | "rows" | "reminder" | "notice";
    readonly address: string;
    /** Of a reminder. */
    readonly isInTime?: boolean;
}

export const leaseInMs = 60_000;
