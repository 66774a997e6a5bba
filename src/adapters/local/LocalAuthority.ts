import { GracePeriodPolicy } from "../../domain/GracePeriodPolicy";
import { IdentityContext } from "../../domain/IdentityContext";
import { IdentityDeletionError } from "../../domain/IdentityDeletionError";
import { IdentityDeletionProcess } from "../../domain/IdentityDeletionProcess";
import { Authority } from "../../ports/Authority";
import { Clock } from "../../ports/Clock";
import { IdentifierSource } from "../../ports/IdentifierSource";

/** The authority of a host without a Backbone: decides by the host's own policy and clock, and asks nobody. */
export class LocalAuthority implements Authority {
    public constructor(
        private readonly policy: GracePeriodPolicy,
        private readonly clock: Clock,
        private readonly identifiers: IdentifierSource
    ) {}

    public initiate(
        identity: IdentityContext,
        lengthOfGracePeriodInDays: number = this.policy.defaultInDays
    ): IdentityDeletionProcess {
        if (!this.policy.allows(lengthOfGracePeriodInDays)) {
            throw IdentityDeletionError.invalidPropertyValue(
                `lengthOfGracePeriodInDays must be ${this.policy.describe()}.`
            );
        }
        return IdentityDeletionProcess.initiate(
            this.identifiers.nextProcessId(),
            this.clock.now(),
            identity.deviceId,
            lengthOfGracePeriodInDays
        );
    }

    public cancel(identity: IdentityContext, process: IdentityDeletionProcess): IdentityDeletionProcess {
        return process.cancel(this.clock.now(), identity.deviceId);
    }
}
