import type { Result } from "@js-soft/ts-utils";
import type { IdentityDeletionProcessDTO } from "../application/IdentityDeletionProcessDTO";
import type { IdentityScope } from "../di/IdentityScope";
import { ErrorCode } from "../domain/ErrorCode";
import { IdentityDeletionError } from "../domain/IdentityDeletionError";
import type { Datawallet } from "./Datawallet";
import { toHostError } from "./errors";
import type { HostProcess, HostTransport } from "./Host";
import type { HostProcesses } from "./HostProcesses";

/** What the Runtime's use cases and its external events call of an account's `identityDeletionProcess`. */
export interface HostCalls {
    initiateIdentityDeletionProcess(lengthOfGracePeriodInDays?: number): Promise<HostProcess>;
    cancelIdentityDeletionProcess(id?: string): Promise<HostProcess>;
    getIdentityDeletionProcess(id: string): Promise<HostProcess | undefined>;
    getIdentityDeletionProcesses(): Promise<HostProcess[]>;
    getIdentityDeletionProcessByStatus(...statuses: string[]): Promise<HostProcess | undefined>;
    loadNewIdentityDeletionProcessFromBackbone(id: string): Promise<HostProcess>;
    updateExistingIdentityDeletionProcessFromBackbone(id: string): Promise<HostProcess>;
}

/** Does the account's calls with the module, and keeps the datawallet's collection in line with it. */
export class DeletionController implements HostCalls {
    private deriveAnyway = 0;
    /** What has changed since the collection was last brought in line. */
    private readonly changed = new Map<string, IdentityDeletionProcessDTO>();

    /**
     * `isFree`: whether the store holds nothing that is open or unsettled, which is so most of the time and needs no error.
     * `questions`: how often the Backbone was asked for what it knows.
     */
    public constructor(
        private readonly scope: IdentityScope,
        private readonly datawallet: Datawallet,
        private readonly transport: HostTransport,
        private readonly hostProcesses: HostProcesses,
        private readonly isFree: () => Promise<boolean>,
        private readonly questions: () => number,
        private readonly onCommand: () => void
    ) {}

    public initiateIdentityDeletionProcess(lengthOfGracePeriodInDays?: number): Promise<HostProcess> {
        const { identityDeletionProcesses: processes } = this.scope;
        const request = lengthOfGracePeriodInDays === undefined ? undefined : { lengthOfGracePeriodInDays };
        return this.command(() => processes.initiateIdentityDeletionProcess(request));
    }

    public cancelIdentityDeletionProcess(): Promise<HostProcess> {
        return this.command(() => this.scope.identityDeletionProcesses.cancelIdentityDeletionProcess());
    }

    public async getIdentityDeletionProcess(id: string): Promise<HostProcess | undefined> {
        const process = (await this.shown()).find((process) => process.id === id);
        return process && this.hostProcesses.of(process);
    }

    public async getIdentityDeletionProcesses(): Promise<HostProcess[]> {
        return (await this.shown()).map((process) => this.hostProcesses.of(process));
    }

    public async getIdentityDeletionProcessByStatus(...statuses: string[]): Promise<HostProcess | undefined> {
        await this.datawallet.read();
        if (this.datawallet.mayBeAhead) await this.lookIfOthersAreAhead();
        if (statuses.includes("Active")) {
            const active = await this.active();
            if (active !== undefined) return this.hostProcesses.of(this.datawallet.complete(active));
            if (statuses.length === 1) return undefined;
        }
        const process = (await this.completed()).find(({ status }) => statuses.includes(status));
        return process && this.hostProcesses.of(process);
    }

    public async loadNewIdentityDeletionProcessFromBackbone(id: string): Promise<HostProcess> {
        return await this.externalEvent(id);
    }

    public async updateExistingIdentityDeletionProcessFromBackbone(id: string): Promise<HostProcess> {
        return await this.externalEvent(id);
    }

    /** What another device has made of the collection makes the module look. Errors are left to the next reader. */
    public async lookWhereOthersAreAhead(): Promise<void> {
        if (await this.datawallet.isAheadOf(() => this.known())) await this.look();
    }

    /** Asks the Backbone, and brings the collection in line. Resolves with what the module says to it. */
    public async look(): Promise<Result<unknown>> {
        const result = await this.deriving(() => this.scope.backbone!.synchronize());
        if (result.isSuccess) {
            await this.derive();
            this.datawallet.noteUnconfirmed(await this.known());
        }
        return result;
    }

    public derive(): Promise<IdentityDeletionProcessDTO[]> {
        return this.datawallet.derive(() => {
            this.changed.clear();
            return this.known();
        });
    }

    public onChange(process: IdentityDeletionProcessDTO): void {
        this.changed.set(process.id, process);
        if (this.deriveAnyway === 0) void this.derive().catch(() => undefined);
    }

    private async command(run: () => Promise<Result<IdentityDeletionProcessDTO>>): Promise<HostProcess> {
        const questions = this.questions();
        const result = await this.deriving(run);
        // A refusal may come of what was learnt about other processes.
        if (result.isError) await this.derive().catch(() => undefined);
        const { id } = this.valueOf(result);
        const hasLearntMore = this.questions() !== questions;
        // What goes wrong with the collection is repaired by whatever comes next: the command has succeeded.
        const derived = hasLearntMore ? this.derive() : this.deriveOne(id);
        const shown = await derived.catch(() => this.completed());
        this.onCommand();
        return this.hostProcesses.of(shown.find((process) => process.id === id)!);
    }

    /** The process is the only one that has changed, or all are derived. */
    private deriveOne(id: string): Promise<IdentityDeletionProcessDTO[]> {
        const process = this.changed.get(id);
        if (process === undefined || this.changed.size > 1) return this.derive();
        this.changed.clear();
        return this.datawallet.deriveOne(process, () => this.known());
    }

    /** Runs what is followed by a derivation: it needs none for each change. */
    private async deriving<Value>(run: () => Promise<Value>): Promise<Value> {
        this.deriveAnyway++;
        try {
            return await run();
        } finally {
            this.deriveAnyway--;
        }
    }

    private async externalEvent(id: string): Promise<HostProcess> {
        this.valueOf(await this.scope.backbone!.externalEventReceived({ deletionProcessId: id }));
        // Within the Runtime's synchronisation: what is to be written waits until it has ended.
        void this.derive().catch(() => undefined);
        await this.datawallet.read();
        const process = (await this.completed()).find((process) => process.id === id);
        if (process === undefined) throw toHostError(this.transport, IdentityDeletionError.recordNotFound());
        return this.hostProcesses.of(process);
    }

    private async active(): Promise<IdentityDeletionProcessDTO | undefined> {
        if (await this.isFree()) return undefined;
        const result = await this.scope.identityDeletionProcesses.getActiveIdentityDeletionProcess();
        const isNone = result.isError && result.error.code === ErrorCode.noActiveIdentityDeletionProcess;
        return isNone ? undefined : this.valueOf(result);
    }

    private async shown(): Promise<IdentityDeletionProcessDTO[]> {
        await this.datawallet.read();
        await this.lookIfOthersAreAhead();
        return await this.completed();
    }

    private async lookIfOthersAreAhead(): Promise<void> {
        if (await this.datawallet.isAheadOf(() => this.known())) this.valueOf(await this.look());
    }

    private async completed(): Promise<IdentityDeletionProcessDTO[]> {
        return this.datawallet.completeAll(await this.known());
    }

    private async known(): Promise<IdentityDeletionProcessDTO[]> {
        return this.valueOf(await this.scope.identityDeletionProcesses.getIdentityDeletionProcesses());
    }

    private valueOf<Value>(result: Result<Value>): Value {
        if (result.isError) throw toHostError(this.transport, result.error);
        return result.value;
    }
}
