import type { ErrorCode } from "../domain/ErrorCode";

/** A new code needs a message in each language. */
export type Messages = Readonly<Record<ErrorCode, string>>;
