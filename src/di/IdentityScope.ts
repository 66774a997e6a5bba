import type { BackboneScope } from "../application/BackboneScope";
import type { DeletionResult } from "../application/DeletionResult";
import type { IdentityDeletionProcessDTO } from "../application/IdentityDeletionProcessDTO";
import type { IdentityDeletionProcessFacade } from "../application/IdentityDeletionProcessFacade";
import type { OpenProcessDecision } from "../application/useCases/DecideOpenProcess";

/** What one Identity of the host works with. Cheap: make one whenever it is needed; none is kept. */
export interface IdentityScope {
    readonly identityDeletionProcesses: IdentityDeletionProcessFacade;

    /** Absent where the module itself decides. */
    readonly backbone?: BackboneScope;

    /**
     * The host's decision on an open process that another authority than the present one has decided, where the facade answers
     * `authorityHasChanged`. The value is the process as it is now, or `undefined` where there was none to decide about.
     * Never rejects. Errors: `invalidPropertyValue`.
     */
    decideOpenProcess(decision: OpenProcessDecision): Promise<DeletionResult<IdentityDeletionProcessDTO | undefined>>;
}
