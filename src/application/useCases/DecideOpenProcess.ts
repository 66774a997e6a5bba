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
    /** Corrects the store first: what a Backbone shows is not the host's to decide. Its outcome is ignored. */
    readonly synchronize?: (() => Promise<unknown>) | undefined;
}

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
