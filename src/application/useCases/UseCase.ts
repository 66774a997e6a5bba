import { Result } from "../../domain/tsUtils";
import { DeletionResult } from "../DeletionResult";
import { IdentityDeletionProcessDTO } from "../IdentityDeletionProcessDTO";
import { RunningCalls } from "../RunningCalls";
import { toApplicationError } from "../toApplicationError";

/** One thing that app code can ask for: validates, runs, and turns anything thrown into a `Result`. */
export abstract class UseCase<Outcome, Value = IdentityDeletionProcessDTO> {
    protected constructor(private readonly calls: RunningCalls) {}

    /** Never rejects, whatever it is given and whatever breaks below. */
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

    /** May throw as well as reject. */
    protected abstract run(request: unknown): Promise<Outcome>;

    /** What app code sees of the outcome. May throw. */
    protected abstract show(outcome: Outcome): Value;
}
