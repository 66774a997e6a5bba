import type { IdentityDeletionProcessDTO } from "../application/IdentityDeletionProcessDTO";
import { IdentityDeletionProcessStatusChangedEvent } from "../application/IdentityDeletionProcessStatusChangedEvent";
import { IdentityDeletionProcessSynchronizationFailedEvent } from "../backbone/events/SynchronizationFailedEvent";
import { IdentityDeletionProcessStatus } from "../domain/IdentityDeletionProcessStatus";
import type { HostAccount, HostEvent, HostTransport } from "./Host";
import type { HostProcesses } from "./HostProcesses";

type Told = Pick<IdentityDeletionProcessDTO, "id" | "status">;

/** The module's events, of the transport's class. A synchronisation holds them back; the last event is the truth. */
export class HostEvents {
    private readonly address: string;
    private readonly subscriptionId: number;
    private held: IdentityDeletionProcessDTO[] = [];
    private heard: Told[] = [];
    private holds = 0;
    private open: IdentityDeletionProcessDTO | undefined;

    public constructor(
        private readonly account: HostAccount,
        private readonly transport: HostTransport,
        private readonly hostProcesses: HostProcesses
    ) {
        this.address = account.identity.address.toString();
        const hear = (event: HostEvent): void => this.hear(event);
        this.subscriptionId = account.transport.eventBus.subscribe(namespace, hear);
    }

    public onChange: ((process: IdentityDeletionProcessDTO) => void) | undefined;

    public get isOpen(): boolean {
        return this.open !== undefined;
    }

    public readonly bus = {
        publish: (event: object): void => {
            if (!(event instanceof IdentityDeletionProcessStatusChangedEvent)) {
                this.account.transport.eventBus.publish(event);
                return;
            }
            const { data } = event;
            this.open = isOpen(data) ? data : this.open?.id === data.id ? undefined : this.open;
            if (this.holds > 0) this.held.push(data);
            else this.tell(data);
            this.onChange?.(data);
        }
    };

    public async holdingBack<Value>(work: () => Promise<Value>): Promise<Value> {
        if (this.holds++ === 0) this.heard = [];
        try {
            return await work();
        } finally {
            if (--this.holds === 0) this.tellWhatIsLeft();
        }
    }

    /** The upload after a command that has succeeded. */
    public readonly synchronizationFailed = (error: unknown): undefined => {
        const data = { attempt: 1, nextAttemptInMs: undefined, error };
        this.account.transport.eventBus.publish(
            new IdentityDeletionProcessSynchronizationFailedEvent(this.address, data)
        );
    };

    public close(): void {
        this.account.transport.eventBus.unsubscribe(this.subscriptionId);
    }

    private tellWhatIsLeft(): void {
        const latest = new Map(this.held.map((process) => [process.id, process]));
        this.held = [];
        const left = [...latest.values()].filter((process) => !this.heard.some((told) => isOf(told, process)));
        const closed = left.filter((process) => !isOpen(process));
        const { open, heard } = this;
        for (const process of closed) this.tell(process);
        if (open === undefined) return;
        const last = heard[heard.length - 1];
        const isLast = closed.length === 0 && (last === undefined || isOf(last, open));
        if (!isLast || left.some((process) => isOf(process, open))) this.tell(open);
    }

    private hear({ eventTargetAddress, data }: HostEvent): void {
        if (this.holds === 0 || eventTargetAddress !== this.address || data === undefined) return;
        const { id, status } = data as { id?: unknown; status?: unknown };
        this.heard.push({ id: String(id), status: String(status) });
    }

    private tell(process: IdentityDeletionProcessDTO): void {
        const { IdentityDeletionProcessStatusChangedEvent: Changed } = this.transport;
        this.account.transport.eventBus.publish(new Changed(this.address, this.hostProcesses.of(process) as never));
    }
}

const { namespace } = IdentityDeletionProcessStatusChangedEvent;

function isOpen({ status }: Told): boolean {
    return status === IdentityDeletionProcessStatus.Active || status === IdentityDeletionProcessStatus.Deleting;
}

function isOf(told: Told, { id, status }: Told): boolean {
    return told.id === id && told.status === status;
}
