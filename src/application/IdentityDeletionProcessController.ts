import { cancel } from "../domain/decisions/cancel";
import { firstDueDateOf, initiate, NewProcess } from "../domain/decisions/initiate";
import { GracePeriodPolicy } from "../domain/GracePeriodPolicy";
import { IdentityContext } from "../domain/IdentityContext";
import { IdentityDeletionError } from "../domain/IdentityDeletionError";
import { IdentityDeletionProcess } from "../domain/IdentityDeletionProcess";
import { Clock } from "../ports/Clock";
import { IdentifierSource } from "../ports/IdentifierSource";
import { IdentityDeletionProcessRepository } from "./IdentityDeletionProcessRepository";
import type { DueDates } from "./LifecyclePort";
import { ProcessCommands } from "./ProcessCommands";

export interface ControllerScope {
    readonly identity: IdentityContext;
    readonly identityKey: string;
    readonly policy: GracePeriodPolicy;
    readonly clock: Clock;
    readonly identifiers: IdentifierSource;
    readonly dueDates?: DueDates | undefined;
}

/** Where the module itself decides. It holds no lock: of concurrent calls, the store lets one win. */
export class IdentityDeletionProcessController implements ProcessCommands {
    public constructor(
        private readonly repository: IdentityDeletionProcessRepository,
        private readonly scope: ControllerScope
    ) {}

    public async initiate(lengthOfGracePeriodInDays?: number): Promise<IdentityDeletionProcess> {
        const { identity, identityKey, policy, clock, identifiers, dueDates } = this.scope;
        const { address, deviceId } = identity;
        const length = lengthOfGracePeriodInDays ?? policy.defaultInDays;
        if (!policy.allows(length)) {
            throw IdentityDeletionError.invalidPropertyValue(`lengthOfGracePeriodInDays must be ${policy.describe()}.`);
        }
        const newProcess = (): NewProcess => ({
            processId: identifiers.nextProcessId(),
            recordKey: identifiers.nextRecordKey(),
            identityKey,
            address,
            deviceId,
            now: clock.now(),
            lengthOfGracePeriodInDays: length
        });
        const firstDueDate = dueDates === undefined ? firstDueDateOf : dueDates.firstDueDateOf.bind(dueDates);
        const process = await this.repository.change((records) => initiate(records, newProcess(), firstDueDate), {
            optimistic: true
        });
        dueDates?.onStored(dueDates.firstDueDateOf(process));
        return process;
    }

    public cancel(): Promise<IdentityDeletionProcess> {
        const { identity, clock } = this.scope;
        return this.repository.change((records) => cancel(records, { now: clock.now(), deviceId: identity.deviceId }));
    }
}
