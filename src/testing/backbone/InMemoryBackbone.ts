import { DateTime } from "luxon";
import type { Clock } from "../../ports/Clock";
import type { BackboneFault, BackboneRequestKind } from "./BackboneFault";
import { Accounts, type BackboneDevice } from "./Accounts";
import { cancel, initiate, newProcess } from "./commands";
import {
    processOnTheWire,
    remembered,
    runJobsOf,
    type BackboneIdentity,
    type BackboneProcess,
    type DeletionJob
} from "./deletionProcesses";
import { kindOf, processIdIn } from "./routes";
import { failure, success, withTimes, type BackboneAnswer, type BackboneRequest } from "./wire";

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

/** One request that has arrived, and the fault that it met, if any. */
export interface LogEntry {
    readonly kind: BackboneRequestKind;
    deviceId?: string;
    readonly fault?: BackboneFault | undefined;
}

/** Who asks, as far as the request's token tells. */
export interface Caller {
    /** Absent: there is no token, or it is no longer good. */
    readonly deviceId?: string | undefined;
    /** Absent: its Identity is deleted, or the device was removed. */
    readonly address?: string | undefined;
}

export type FurtherRoutes = (
    request: BackboneRequest,
    caller: Caller
) => BackboneAnswer | undefined | Promise<BackboneAnswer | undefined>;

/**
 * An enmeshed Backbone as far as deletion processes go, in memory: its rules, its answers to the letter, and on demand
 * everything that goes wrong between two machines. It does nothing by itself: a test moves the clock and calls `runJobs`.
 */
export class InMemoryBackbone {
    /** Each request that arrived, in order: what it asked for and whether it was dealt with. Tells no secret. */
    public readonly log: LogEntry[] = [];
    /** `false`: it lets an Identity have two active processes, as no Backbone should. */
    public enforcesOneActive = true;
    /** Asked for each request; what `failNext` asked for comes first. */
    public chooseFault: ((kind: BackboneRequestKind) => BackboneFault | undefined) | undefined;
    /**
     * Answers what this Backbone has no route for, so that a test can have a whole Runtime talk to it. `undefined`, or absent:
     * 404 without a body.
     */
    public answerFurther: FurtherRoutes | undefined;
    /** Changes how a process is listed, for example to how an older Backbone did; `undefined`: it is shown as it is. */
    public showAs: ((process: Readonly<Record<string, string | null>>) => unknown) | undefined;

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

    public addDevice(address: string, device: BackboneDevice): void {
        this.accounts.addDevice(address, device);
    }

    /** It can log in no more. What it asks with a token from before is answered with 404, until the token expires. */
    public removeDevice(deviceId: string): void {
        this.accounts.removeDevice(deviceId);
    }

    /** Tokens from before stay good. */
    public changePassword(deviceId: string, password: string): void {
        this.accounts.changePassword(deviceId, password);
    }

    /** The next request of this kind that nothing else was planned for goes wrong in this way. */
    public failNext(kind: BackboneRequestKind, fault: BackboneFault): void {
        this.planned.push({ kind, fault });
    }

    /** Deals with the requests that were to arrive late; what they answer reaches no caller. */
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
     * What a Backbone does from time to time: sends the most urgent reminder, and deletes whose time has come, as far
     * as the job gets.
     */
    public runJobs(deletionJob: DeletionJob = "finishes"): void {
        for (const identity of this.accounts.all()) runJobsOf(identity, this.now(), deletionJob);
    }

    /** The Backbone's support starts a process: it is of no device. */
    public initiateBySupport(address: string, lengthOfGracePeriodInDays = 14): void {
        const process = newProcess(() => this.newId(), null, this.now(), lengthOfGracePeriodInDays);
        if (process === undefined) throw new RangeError("No date is that late.");
        this.accounts.identity(address).processes.push(process);
    }

    /** Answers a request, or `"broken"` where the connection breaks instead. */
    public async handle(request: BackboneRequest): Promise<BackboneAnswer | "broken"> {
        const requestedAt = this.now();
        const answer = await this.answer(request);
        return answer === "broken" ? answer : withTimes(answer, requestedAt, this.now());
    }

    private async answer(request: BackboneRequest): Promise<BackboneAnswer | "broken"> {
        const kind = kindOf(request);
        if (kind === undefined) {
            const caller = this.accounts.callerOf(request, this.now());
            const { deviceId, identity } = caller ?? {};
            const address = identity?.address;
            const answer = await this.answerFurther?.(request, { deviceId, address });
            return answer ?? { status: 404, headers: {}, body: "" };
        }
        const fault = this.faultFor(kind);
        this.log.push({ kind, fault });
        const entry = this.log[this.log.length - 1];
        const perform = (): BackboneAnswer => this.perform(kind, request, entry);
        if (fault === undefined || fault === "atTheSameMoment") return perform();
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

    private perform(kind: BackboneRequestKind, request: BackboneRequest, entry: LogEntry): BackboneAnswer {
        const now = this.now();
        if (kind === "token") return this.accounts.grant(request, now);
        if (kind === "isDeleted") return this.accounts.isDeleted(request, now);
        const caller = this.accounts.callerOf(request, now);
        if (caller === undefined) return { status: 401, headers: {}, body: "" };
        const { identity, deviceId } = caller;
        entry.deviceId = deviceId;
        if (identity === undefined) return failure(404, "error.platform.recordNotFound", now, request);
        const shown = remembered(identity, now);
        if (kind === "list") return success(200, shown.map(this.onTheWire), request);
        if (kind === "initiate") return this.initiate(identity, deviceId, request);

        const id = processIdIn(request);
        if (id === undefined) {
            const code = kind === "get" ? "invalidPropertyValue" : "invalidId";
            return failure(400, `error.platform.validation.${code}`, now, request);
        }
        const process = shown.find((process) => process.id === id);
        if (process === undefined) return failure(404, "error.platform.recordNotFound", now, request);
        if (kind === "get") return success(200, this.onTheWire(process), request);
        return cancel(process, request, now, { isAtTheSameMoment: entry.fault === "atTheSameMoment" });
    }

    private initiate(identity: BackboneIdentity, deviceId: string, request: BackboneRequest): BackboneAnswer {
        return initiate(identity, deviceId, request, {
            now: this.now(),
            defaultLengthInDays: this.options.lengthOfGracePeriodInDays ?? 14,
            enforcesOneActive: this.enforcesOneActive,
            newId: () => this.newId()
        });
    }

    private readonly onTheWire = (process: BackboneProcess): unknown => {
        const shown = processOnTheWire(process);
        return this.showAs?.(shown) ?? shown;
    };

    private newId(): string {
        const { processIdPrefix: prefix = "" } = this.options;
        return `IDP${prefix}${(++this.sequence).toString(36).padStart(17 - prefix.length, "0")}`;
    }

    private now(): DateTime {
        return this.options.clock.now();
    }
}
