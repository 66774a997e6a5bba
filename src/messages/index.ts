import { AnsweredErrorCode, ErrorCode } from "../domain/ErrorCode";
import { de } from "./de";
import { en } from "./en";
import type { Messages } from "./Messages";

export type { Messages };

/** The languages that there are messages in. */
export type MessageLanguage = "de" | "en";

/** Messages for the people who use an app, by the code of an error: what happened, and what they can do. Plain text. */
export const messages: Readonly<Record<MessageLanguage, Messages>> = { de, en };

/**
 * The message for an error's code, for people. `language` is a tag such as `de-AT`; one that there are no messages in means
 * English. A code that is not of the catalogue has the message of `error.runtime.unknown`.
 */
export function messageFor(code: AnsweredErrorCode, language = "en"): string {
    const name = language.toLowerCase().split("-")[0];
    const known = name === "de" ? messages.de : messages.en;
    return Object.hasOwn(known, code) ? known[code as ErrorCode] : known[ErrorCode.unknown];
}
