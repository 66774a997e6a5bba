import { DateTime } from "luxon";
import type { Clock } from "../../ports/Clock";
import type { BackboneFault, BackboneRequestKind } from "./BackboneFault";
import { Accounts, type BackboneDevice } from "./Accounts";
import {
    processOnTheWire,
    remembered,
    runJobsOf,
    type BackboneIdentity,
    type BackboneProcess
} from "./deletionProcesses";
import { kindOf, lengthIn } from "./routes";
import { failure, success, type BackboneAnswer, type BackboneRequest } from "./wire";

export interface InMemoryBackboneOptions {
    /** What time it is there. Its Identities' grace periods run by it. */
    clock: Clock;
    /** What a client logs in with. Default: `test` and `test`. */
    client?: { id: string; secret: string };
    /** Where a command names no length. Default: 14. */
    lengthOfGracePeriodInDays?: number;
    /** Up to eight letters or digits that its process ids begin with, behind `IDP`: no two real Backbones have one in common. */
    processIdPrefix?: string;
}

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

    private readonly accounts: Accounts;
    private readonly planned: { kind: BackboneRequestKind; fault: BackboneFault }[] = [];
    private readonly late: (() => void)[] = [];
    private sequence = 0;

    public constructor(private readonly options: InMemoryBackboneOptions) {
        this.accounts = new Accounts(options.client ?? { id: "test", secret: "test" });
    }

    public addIdentity(address: string, devices: readonly BackboneDevice[]): void {
        this.accounts.add(address, devices);
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
        this.accounts.expireTokens();
    }

    /** What the Backbone itself would show of an Identity's processes, oldest first, those forgotten left out. */
    public processesOf(address: string): Record<string, string | null>[] {
        return remembered(this.accounts.identity(address), this.now()).map(processOnTheWire);
    }

    /**
     * What a Backbone does from time to time: sends reminders, begins the deletions whose time has come, and finishes those
     * that had begun before this call.
     */
    public runJobs(): void {
        for (const identity of this.accounts.all()) runJobsOf(identity, this.now());
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
        if (kind === "token") return this.accounts.grant(request, this.now());
        if (kind === "isDeleted") return this.accounts.isDeleted(request, this.now());
        const loggedIn = this.accounts.loggedIn(request, this.now());
        if (loggedIn === undefined) return { status: 401, headers: {}, body: "" };
        const { identity, deviceId } = loggedIn;
        entry.deviceId = deviceId;
        const shown = remembered(identity, this.now());
        if (kind === "list") return success(200, shown.map(processOnTheWire), request);
        if (kind === "initiate") return this.initiate(identity, deviceId, request);

        const process = shown.find(({ id }) => request.path.split("/").includes(id));
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
        const { processIdPrefix: prefix = "" } = this.options;
        const process: BackboneProcess = {
            id: `IDP${prefix}${(++this.sequence).toString(36).padStart(17 - prefix.length, "0")}`,
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

    private now(): DateTime {
        return this.options.clock.now();
    }
}
