import type { ErrorCode } from "../domain/ErrorCode";

/** The type has it complete: a new code needs a message in each language. */
export type Messages = Readonly<Record<ErrorCode, string>>;
