import { AnsweredErrorCode } from "../domain/ErrorCode";
import type { ApplicationError, Result } from "../domain/tsUtils";

/** What went wrong. `cause`, where there is one, is what lay below; it may name people, and is for operators. */
export interface DeletionError extends ApplicationError {
    readonly code: AnsweredErrorCode;
}

/** A `Result` of ts-utils whose error has one of this module's codes. */
export type DeletionResult<Value> = Result<Value, DeletionError>;
