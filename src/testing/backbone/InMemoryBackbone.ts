import { DateTime } from "luxon";
import type { Clock } from "../../ports/Clock";
import type { BackboneFault, BackboneRequestKind } from "./BackboneFault";
import {
    daysUntilForgotten,
    processOnTheWire,
    remindersInDaysBeforeEnd,
    type BackboneIdentity,
    type BackboneProcess
} from "./deletionProcesses";
import { failure, success, type BackboneAnswer, type BackboneRequest } from "./wire";

export interface BackboneDevice {
    deviceId: string;
    username: string;
    password: string;
}

export interface InMemoryBackboneOptions {
    /** What time it is there. Its Identities' grace periods run by it. */
    clock: Clock;
    /** What a client logs in with. Default: `test` and `test`. */
    client?: { id: string; secret: string };
    /** Where a command names no length. Default: 14. */
    lengthOfGracePeriodInDays?: number;
}

const folder = "/api/v2/Identities/Self/DeletionProcesses";
const tokenLifetimeInSeconds = 300;
const device = "error.platform.validation.device";

/**
 * An enmeshed Backbone as far as deletion processes go, in memory: its rules, its answers to the letter, and on demand
 * everything that goes wrong between two machines. It does nothing by itself: a test moves the clock and calls `runJobs`.
 */
export class InMemoryBackbone {
    /** Each request that arrived, in order: what it asked for and whether it was dealt with. Tells no secret. */
    public readonly log: { kind: BackboneRequestKind; deviceId?: string; fault?: BackboneFault }[] = [];
    /** `false`: it lets an Identity have two active processes, as no Backbone should. */
    public enforcesOneActive = true;
    /** Asked for each request; what `failNext` asked for comes first. */
    public chooseFault: ((kind: BackboneRequestKind) => BackboneFault | undefined) | undefined;

    private readonly identities: BackboneIdentity[] = [];
    private readonly tokens = new Map<string, { deviceId: string; expiresAt: number }>();
    private readonly planned: { kind: BackboneRequestKind; fault: BackboneFault }[] = [];
    private readonly late: (() => void)[] = [];
    private sequence = 0;

    public constructor(private readonly options: InMemoryBackboneOptions) {}

    public addIdentity(address: string, devices: readonly BackboneDevice[]): void {
        const copies = devices.map((device) => ({ ...device }));
        this.identities.push({ address, devices: copies, processes: [], deletedAt: null });
    }

    /** The next request of this kind that nothing else was planned for goes wrong in this way. */
    public failNext(kind: BackboneRequestKind, fault: BackboneFault): void {
        this.planned.push({ kind, fault });
    }

    /** Deals with the requests that were to arrive late; what they answer reaches nobody. */
    public deliverLateRequests(): void {
        for (const deliver of this.late.splice(0)) deliver();
    }

    /** All tokens are withdrawn. */
    public expireTokens(): void {
        this.tokens.clear();
    }

    /** What the Backbone itself would show of an Identity's processes, oldest first, those forgotten left out. */
    public processesOf(address: string): Record<string, string | null>[] {
        return this.remembered(this.identity(address)).map(processOnTheWire);
    }

    /**
     * What a Backbone does from time to time: sends reminders, begins the deletions whose time has come, and finishes those
     * that had begun before this call.
     */
    public runJobs(): void {
        const now = this.now();
        for (const identity of this.identities) {
            for (const process of identity.processes) {
                if (process.status === "Deleting") identity.deletedAt ??= now;
                const end = process.gracePeriodEndsAt;
                if (process.status !== "Active" || end === null) continue;
                remindersInDaysBeforeEnd.forEach((days, index) => {
                    const due = end.minus({ hours: 24 * days });
                    if (due > process.createdAt && due <= now) process.reminders[index] ??= now;
                });
                if (now >= end) process.status = "Deleting";
            }
        }
    }

    /** Answers a request, or `"broken"` where the connection breaks instead. */
    public async handle(request: BackboneRequest): Promise<BackboneAnswer | "broken"> {
        const kind = kindOf(request);
        if (kind === undefined) return failure(404, "error.platform.recordNotFound", this.now(), request);
        const fault = this.faultFor(kind);
        this.log.push({ kind, fault });
        const entry = this.log[this.log.length - 1];
        const perform = (): BackboneAnswer => this.perform(kind, request, entry);
        if (fault === undefined) return perform();
        if (fault === "dropRequest") return "broken";
        if (fault === "arriveLate") {
            this.late.push(perform);
            return "broken";
        }
        if (fault === "serverError") return failure(500, "error.platform.unexpected", this.now(), request);
        if (fault === "badGateway") return { status: 502, headers: {}, body: "<html><body>Bad Gateway</body></html>" };
        if (fault === "expireToken") return { status: 401, headers: {}, body: "" };
        if (fault === "forbid") return failure(403, "error.platform.forbidden", this.now(), request);
        if (typeof fault === "object") return await this.slowOrBusy(fault, perform, request);
        const answer = perform();
        if (fault === "twice") return perform();
        if (fault === "truncate") return { ...answer, isTruncated: true };
        if (fault === "serverErrorAfterwards") return failure(500, "error.platform.unexpected", this.now(), request);
        return "broken";
    }

    private async slowOrBusy(
        fault: Extract<BackboneFault, object>,
        perform: () => BackboneAnswer,
        request: BackboneRequest
    ): Promise<BackboneAnswer> {
        if ("delayInMs" in fault) {
            const early = fault.before === "response" ? perform() : undefined;
            await new Promise((resolve) => setTimeout(resolve, fault.delayInMs));
            return early ?? perform();
        }
        const { retryAfterInSeconds, isExhaustedUntil } = fault;
        const retryAfter: Record<string, string> =
            retryAfterInSeconds === undefined ? {} : { "retry-after": String(retryAfterInSeconds) };
        if (isExhaustedUntil === undefined) return { status: 429, headers: retryAfter, body: "Too many requests" };
        const data = [{ metricKey: "NumberOfStartedDeletionProcesses", isExhaustedUntil }];
        const answer = failure(429, "error.platform.quotaExhausted", this.now(), request, data);
        return { ...answer, headers: { ...answer.headers, ...retryAfter } };
    }

    private faultFor(kind: BackboneRequestKind): BackboneFault | undefined {
        const index = this.planned.findIndex((planned) => planned.kind === kind);
        return index === -1 ? this.chooseFault?.(kind) : this.planned.splice(index, 1)[0].fault;
    }

    private perform(kind: BackboneRequestKind, request: BackboneRequest, entry: { deviceId?: string }): BackboneAnswer {
        if (kind === "token") return this.grant(new URLSearchParams(request.body));
        if (kind === "isDeleted") return this.isDeleted(request);
        const token = this.tokens.get(request.headers.authorization?.replace(/^Bearer /, "") ?? "");
        const identity = this.identities.find(({ devices }) =>
            devices.some(({ deviceId }) => deviceId === token?.deviceId)
        );
        if (token === undefined || identity?.deletedAt !== null || token.expiresAt <= this.now().toMillis()) {
            return { status: 401, headers: {}, body: "" };
        }
        entry.deviceId = token.deviceId;
        if (kind === "list") return success(200, this.remembered(identity).map(processOnTheWire), request);
        if (kind === "initiate") return this.initiate(identity, token.deviceId, request);

        const process = this.remembered(identity).find(({ id }) => request.path.split("/").includes(id));
        if (process === undefined) return failure(404, "error.platform.recordNotFound", this.now(), request);
        return kind === "get" ? success(200, processOnTheWire(process), request) : this.cancel(process, request);
    }

    private initiate(identity: BackboneIdentity, deviceId: string, request: BackboneRequest): BackboneAnswer {
        const length = lengthIn(request.body, this.options.lengthOfGracePeriodInDays ?? 14);
        if (length === "unreadable") return failure(400, "error.platform.inputCannotBeParsed", this.now(), request);
        if (length <= 0) return failure(400, "error.platform.validation.invalidPropertyValue", this.now(), request);
        if (this.enforcesOneActive && identity.processes.some(({ status }) => status !== "Cancelled")) {
            return failure(400, `${device}.onlyOneActiveDeletionProcessAllowed`, this.now(), request);
        }
        const now = this.now();
        const process: BackboneProcess = {
            id: `IDP${(++this.sequence).toString(36).padStart(17, "0")}`,
            status: "Active",
            createdAt: now,
            createdByDevice: deviceId,
            gracePeriodEndsAt: now.plus({ milliseconds: Math.ceil(length * 86_400_000) }),
            cancelledAt: null,
            reminders: [null, null, null]
        };
        identity.processes.push(process);
        return success(201, processOnTheWire(process), request);
    }

    private cancel(process: BackboneProcess, request: BackboneRequest): BackboneAnswer {
        if (process.status !== "Active") {
            return failure(400, `${device}.deletionProcessIsNotInRequiredStatus`, this.now(), request);
        }
        if (process.gracePeriodEndsAt !== null && this.now() >= process.gracePeriodEndsAt) {
            return failure(400, `${device}.gracePeriodHasAlreadyExpired`, this.now(), request);
        }
        process.status = "Cancelled";
        process.cancelledAt = this.now();
        process.gracePeriodEndsAt = null;
        return success(200, processOnTheWire(process), request);
    }

    private grant(form: URLSearchParams): BackboneAnswer {
        const { id, secret } = this.options.client ?? { id: "test", secret: "test" };
        const refuse = (error: string): BackboneAnswer => ({
            status: 400,
            headers: {},
            body: JSON.stringify({ error })
        });
        if (form.get("client_id") !== id || form.get("client_secret") !== secret) return refuse("invalid_client");
        if (form.get("grant_type") !== "password") return refuse("unsupported_grant_type");
        const [identity, device] = this.deviceOf(form.get("username"));
        if (device?.password !== form.get("password") || identity?.deletedAt !== null) return refuse("invalid_grant");
        const token = `token-${++this.sequence}-${device.deviceId}`;
        const expiresAt = this.now().toMillis() + tokenLifetimeInSeconds * 1000;
        this.tokens.set(token, { deviceId: device.deviceId, expiresAt });
        const body = JSON.stringify({ access_token: token, token_type: "Bearer", expires_in: tokenLifetimeInSeconds });
        return { status: 200, headers: {}, body };
    }

    private isDeleted(request: BackboneRequest): BackboneAnswer {
        const [identity] = this.deviceOf(new URLSearchParams(request.path.split("?")[1]).get("username"));
        const deletedAt = identity?.deletedAt ?? null;
        return success(200, { isDeleted: deletedAt !== null, deletionDate: deletedAt?.toISO() ?? null }, request);
    }

    private deviceOf(username: string | null): [BackboneIdentity, BackboneDevice] | [] {
        for (const identity of this.identities) {
            const device = identity.devices.find((device) => device.username === username);
            if (device !== undefined) return [identity, device];
        }
        return [];
    }

    private identity(address: string): BackboneIdentity {
        const identity = this.identities.find((identity) => identity.address === address);
        if (identity === undefined) throw new RangeError("This Backbone has no Identity with this address.");
        return identity;
    }

    private remembered({ processes }: BackboneIdentity): BackboneProcess[] {
        const forgottenBefore = this.now().minus({ hours: 24 * daysUntilForgotten });
        return processes.filter(({ cancelledAt }) => cancelledAt === null || cancelledAt > forgottenBefore);
    }

    private now(): DateTime {
        return this.options.clock.now();
    }
}

function kindOf({ method, path }: BackboneRequest): BackboneRequestKind | undefined {
    const [route] = path.split("?");
    if (method === "POST" && route === "/connect/token") return "token";
    if (method === "GET" && route === "/api/v2/Identities/IsDeleted") return "isDeleted";
    if (route === folder) return method === "POST" ? "initiate" : method === "GET" ? "list" : undefined;
    const [id, command, ...rest] = route.startsWith(`${folder}/`) ? route.slice(folder.length + 1).split("/") : [""];
    if (!/^IDP[A-Za-z0-9]{17}$/.test(id) || rest.length > 0) return undefined;
    if (method === "GET" && command === undefined) return "get";
    return method === "PUT" && command === "Cancel" ? "cancel" : undefined;
}

function lengthIn(body: string, defaultLength: number): number | "unreadable" {
    if (body === "") return defaultLength;
    try {
        const length = (JSON.parse(body) as { lengthOfGracePeriodInDays?: unknown }).lengthOfGracePeriodInDays;
        if (length === null || length === undefined) return defaultLength;
        return typeof length === "number" ? length : "unreadable";
    } catch {
        return "unreadable";
    }
}
