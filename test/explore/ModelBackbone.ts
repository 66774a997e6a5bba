import type { Fetch } from "../../src/backbone/client/Fetch";

export interface BackboneProcess {
    readonly id: string;
    readonly status: string;
    readonly createdAt: string;
    readonly createdByDevice: string;
    readonly gracePeriodEndsAt: string | null;
    /** Only who asks for it by its id is shown it. */
    readonly isHidden?: true;
}

/** All that a Backbone remembers of one Identity. */
export type BackboneState = readonly BackboneProcess[];

export interface Request {
    readonly method: string;
    readonly path: string;
    readonly device: string;
}

export interface HttpAnswer {
    readonly status: number;
    readonly body: unknown;
}

interface Outcome {
    readonly answer: HttpAnswer;
    readonly after: BackboneState;
}

const base = "/api/v2/Identities/Self/DeletionProcesses";
export const gracePeriodInMs = 14 * 86_400_000;

export function openProcessOf(state: BackboneState): BackboneProcess | undefined {
    return state.find(({ status }) => status === "Active");
}

/** From the end on nobody logs in, and what is left of the Identity is being deleted. */
export function isOver(state: BackboneState, now: number): boolean {
    const open = openProcessOf(state);
    return open !== undefined && now >= Date.parse(open.gracePeriodEndsAt!);
}

/** Who logs in, or asks whether an Identity is deleted, changes nothing, and no message of it is lost. */
export function isQuiet({ path }: Request): boolean {
    return path === "/connect/token" || path.includes("IsDeleted");
}

export function isList({ method, path }: Request): boolean {
    return method === "GET" && path.endsWith("DeletionProcesses");
}

/** Whether it changes something. */
export function isCommand(request: Request): boolean {
    return request.method !== "GET" && !isQuiet(request);
}

export function isById({ method, path }: Request): boolean {
    return method === "GET" && path.includes("DeletionProcesses/");
}

/**
 * The least of a Backbone that one Identity meets. Its answers are those of `docs/backbone.md`. `isShort`: it lacks the open
 * process, as a replica that is late does.
 */
export function answerOf(
    state: BackboneState,
    { method, path, device }: Request,
    now: number,
    { isShort = false } = {}
): Outcome {
    const only = (status: number, result: unknown): Outcome => ({ answer: { status, body: { result } }, after: state });
    if (path === "/connect/token") {
        const answer = isOver(state, now)
            ? { status: 400, body: { error: "invalid_grant" } }
            : { status: 200, body: { access_token: "token", expires_in: 300 } };
        return { answer, after: state };
    }
    if (path.includes("IsDeleted")) return only(200, { isDeleted: isOver(state, now) });
    // A token is good for five minutes, and none is had after the end.
    if (isOver(state, now)) return { answer: { status: 401, body: {} }, after: state };
    const open = openProcessOf(state);
    const id = path.slice(base.length + 1).replace("/Cancel", "");
    if (method === "GET" && id === "") {
        return only(
            200,
            state.filter((process) => process.isHidden !== true && (!isShort || process !== open))
        );
    }
    if (method === "POST") return initiate(state, device, now);
    const process = state.find((each) => each.id === id);
    if (process === undefined || isShort) return refusal(state, 404, "error.platform.recordNotFound");
    return method === "GET" ? only(200, process) : cancel(state, process);
}

/** What may come instead of an answer to a command. Whether it was carried out is only sure of the first. */
export const refusals: Readonly<Record<string, HttpAnswer>> = {
    forbids: { status: 403, body: errorBody("error.platform.forbidden") },
    "breaks down": { status: 500, body: errorBody("error.platform.unexpected") },
    "another answers": { status: 502, body: {} }
};

function initiate(state: BackboneState, device: string, now: number): Outcome {
    if (openProcessOf(state) !== undefined) {
        return refusal(state, 400, "error.platform.validation.device.onlyOneActiveDeletionProcessAllowed");
    }
    const process: BackboneProcess = {
        id: `IDP${String(state.length + 1).padStart(17, "B")}`,
        status: "Active",
        createdAt: new Date(now).toISOString(),
        createdByDevice: device,
        gracePeriodEndsAt: new Date(now + gracePeriodInMs).toISOString()
    };
    return { answer: { status: 201, body: { result: process } }, after: [...state, process] };
}

function cancel(state: BackboneState, process: BackboneProcess): Outcome {
    if (process.status !== "Active") {
        return refusal(state, 400, "error.platform.validation.device.deletionProcessIsNotInRequiredStatus");
    }
    const cancelled: BackboneProcess = { ...process, status: "Cancelled", gracePeriodEndsAt: null };
    const after = state.map((each) => (each === process ? cancelled : each));
    return { answer: { status: 200, body: { result: cancelled } }, after };
}

function refusal(after: BackboneState, status: number, code: string): Outcome {
    return { answer: { status, body: errorBody(code) }, after };
}

function errorBody(code: string): object {
    return { error: { id: "1", code, message: "", docs: "", time: "" } };
}

/** What `request` answers, as a fetch; it rejects where a message was lost. Each answer says what time it is. */
export function fetchFrom(request: (method: string, path: string) => Promise<HttpAnswer>, now: () => number): Fetch {
    return async (url, { method }) => {
        const { status, body } = await request(method, new URL(url).pathname);
        const text = JSON.stringify(body);
        const headers = new Map([
            ["content-length", String(text.length)],
            ["x-request-time", new Date(now()).toISOString()]
        ]);
        return {
            status,
            headers: { get: (name) => headers.get(name) ?? null },
            body: null,
            text: async () => await Promise.resolve(text)
        };
    };
}
