import { decideOpenProcess, DecisionScope, OpenProcessDecision } from "../../domain/decisions/decideOpenProcess";
import { IdentityDeletionError } from "../../domain/IdentityDeletionError";
import { IdentityDeletionProcess } from "../../domain/IdentityDeletionProcess";
import { timestampOf } from "../../domain/Timestamp";
import { Clock } from "../../ports/Clock";
import { IdentityDeletionProcessDTO, toDTO } from "../IdentityDeletionProcessDTO";
import { IdentityDeletionProcessRepository } from "../IdentityDeletionProcessRepository";
import { RunningCalls } from "../RunningCalls";
import { UseCase } from "./UseCase";

export type { OpenProcessDecision };

interface Scope extends Pick<DecisionScope, "authority" | "deviceId"> {
    readonly clock: Clock;
    /**
     * Asks a remote authority first, and corrects the store: what it shows is its own, and nothing about it is left for the
     * host to decide. What it answers, or that it cannot be reached, is ignored.
     */
    readonly synchronize?: (() => Promise<unknown>) | undefined;
}

/** The host's decision on the open process of an Identity whose authority has changed. Harmless where there is none. */
export class DecideOpenProcessUseCase extends UseCase<
    IdentityDeletionProcess | undefined,
    IdentityDeletionProcessDTO | undefined
> {
    public constructor(
        calls: RunningCalls,
        private readonly repository: IdentityDeletionProcessRepository,
        private readonly scope: Scope
    ) {
        super(calls);
    }

    protected async run(decision: unknown): Promise<IdentityDeletionProcess | undefined> {
        const { authority, deviceId, clock } = this.scope;
        if (decision !== "close" && !(decision === "takeOver" && authority === "local")) {
            throw IdentityDeletionError.invalidPropertyValue(
                `decision must be close${authority === "local" ? " or takeOver" : ": a Backbone takes over nothing"}.`
            );
        }
        await this.scope.synchronize?.();
        return await this.repository.change((records) =>
            decideOpenProcess(records, { decision, authority, deviceId, now: timestampOf(clock.now()) })
        );
    }

    protected show(decided: IdentityDeletionProcess | undefined): IdentityDeletionProcessDTO | undefined {
        return decided && toDTO(decided);
    }
}
