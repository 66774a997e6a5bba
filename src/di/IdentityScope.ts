import type { BackboneScope } from "../application/BackboneScope";
import type { DeletionResult } from "../application/DeletionResult";
import type { IdentityDeletionProcessDTO } from "../application/IdentityDeletionProcessDTO";
import type { IdentityDeletionProcessFacade } from "../application/IdentityDeletionProcessFacade";
import type { OpenProcessDecision } from "../application/useCases/DecideOpenProcess";

/** Cheap: make one whenever it is needed; none is kept. */
export interface IdentityScope {
    readonly identityDeletionProcesses: IdentityDeletionProcessFacade;

    /** Absent where the module itself decides. */
    readonly backbone?: BackboneScope;

    /** Where the facade answers `authorityHasChanged`. The value is the process as it is now, if any. Never rejects. */
    decideOpenProcess(decision: OpenProcessDecision): Promise<DeletionResult<IdentityDeletionProcessDTO | undefined>>;
}
