import { Result } from "../../domain/tsUtils";
import { DeletionResult } from "../DeletionResult";
import { IdentityDeletionProcessDTO } from "../IdentityDeletionProcessDTO";
import { RunningCalls } from "../RunningCalls";
import { toApplicationError } from "../toApplicationError";

export abstract class UseCase<Outcome, Value = IdentityDeletionProcessDTO> {
    protected constructor(private readonly calls: RunningCalls) {}

    /** Never rejects: anything thrown becomes a `DeletionResult`. */
    public async execute(request?: unknown): Promise<DeletionResult<Value>> {
        try {
            this.calls.begin();
        } catch (error) {
            return Result.fail(toApplicationError(error));
        }
        try {
            return Result.ok(this.show(await this.run(request)));
        } catch (error) {
            return Result.fail(toApplicationError(error));
        } finally {
            this.calls.end();
        }
    }

    protected abstract run(request: unknown): Promise<Outcome>;

    protected abstract show(outcome: Outcome): Value;
}
