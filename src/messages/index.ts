import { AnsweredErrorCode, ErrorCode } from "../domain/ErrorCode";
import { de } from "./de";
import { en } from "./en";
import type { Messages } from "./Messages";

export type { Messages };

export type MessageLanguage = "de" | "en";

/** For the people who use an app: what happened, and what they can do. Plain text. */
export const messages: Readonly<Record<MessageLanguage, Messages>> = { de, en };

/** `language` is a tag such as `de-AT`; by default English. An unknown code has the message of `error.runtime.unknown`. */
export function messageFor(code: AnsweredErrorCode, language = "en"): string {
    const name = language.toLowerCase().split("-")[0];
    const known = name === "de" ? messages.de : messages.en;
    return Object.hasOwn(known, code) ? known[code as ErrorCode] : known[ErrorCode.unknown];
}
