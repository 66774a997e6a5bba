import type { Fetch } from "../../src/backbone/client/Fetch";

export interface BackboneProcess {
    readonly id: string;
    status: string;
    readonly createdAt: string;
    readonly createdByDevice: string;
    gracePeriodEndsAt: string | null;
}

interface Answer {
    readonly status: number;
    readonly body: unknown;
}

const base = "/api/v2/Identities/Self/DeletionProcesses";
const dayInMs = 86_400_000;

/** The least of a Backbone that one Identity meets. Its answers are those of `docs/backbone.md`. */
export class ModelBackbone {
    public readonly processes: BackboneProcess[] = [];
    public isDeleted = false;
    /** It never answers again. */
    public isGone = false;

    public constructor(private readonly now: () => number) {}

    /** From the end on nobody logs in, and what is left of the process is being deleted. */
    public get isOver(): boolean {
        const open = this.open;
        return this.isDeleted || (open !== undefined && this.now() >= Date.parse(open.gracePeriodEndsAt!));
    }

    public get open(): BackboneProcess | undefined {
        return this.processes.find(({ status }) => status === "Active");
    }

    /** Takes effect at once. */
    public answer(method: string, path: string, device: string, { isShort = false } = {}): Answer {
        if (path === "/connect/token") {
            return this.isOver
                ? { status: 400, body: { error: "invalid_grant" } }
                : { status: 200, body: { access_token: "token", expires_in: 300 } };
        }
        if (path.includes("IsDeleted")) return { status: 200, body: { result: { isDeleted: this.isOver } } };
        if (this.isDeleted) return failure(404, "error.platform.recordNotFound");
        const id = path.slice(base.length + 1).replace("/Cancel", "");
        if (method === "GET" && id === "") {
            const shown = isShort ? this.processes.filter((process) => process !== this.open) : this.processes;
            return { status: 200, body: { result: shown } };
        }
        if (method === "POST") return this.initiate(device);
        const process = this.processes.find((each) => each.id === id);
        if (process === undefined || isShort) return failure(404, "error.platform.recordNotFound");
        return method === "GET" ? { status: 200, body: { result: process } } : this.cancel(process);
    }

    private initiate(device: string): Answer {
        if (this.open !== undefined) {
            return failure(400, "error.platform.validation.device.onlyOneActiveDeletionProcessAllowed");
        }
        const process: BackboneProcess = {
            id: `IDP${String(this.processes.length + 1).padStart(17, "B")}`,
            status: "Active",
            createdAt: new Date(this.now()).toISOString(),
            createdByDevice: device,
            gracePeriodEndsAt: new Date(this.now() + 14 * dayInMs).toISOString()
        };
        this.processes.push(process);
        return { status: 201, body: { result: process } };
    }

    private cancel(process: BackboneProcess): Answer {
        if (process.status !== "Active") {
            return failure(400, "error.platform.validation.device.deletionProcessIsNotInRequiredStatus");
        }
        if (this.isOver) return failure(400, "error.platform.validation.device.gracePeriodHasAlreadyExpired");
        process.status = "Cancelled";
        process.gracePeriodEndsAt = null;
        return { status: 200, body: { result: process } };
    }
}

function failure(status: number, code: string): Answer {
    return { status, body: { error: { id: "1", code, message: "", docs: "", time: "" } } };
}

/** What `request` answers as text, or rejects with where a message was lost. */
export function fetchFrom(request: (method: string, path: string) => Promise<Answer>): Fetch {
    return async (url, { method }) => {
        const { status, body } = await request(method, new URL(url).pathname);
        const text = JSON.stringify(body);
        const length = String(text.length);
        return {
            status,
            headers: { get: (name) => (name === "content-length" ? length : null) },
            body: null,
            text: async () => await Promise.resolve(text)
        };
    };
}
