import { ErrorCode } from "../../../src";
import { messageFor, messages } from "../../../src/messages";

describe("messages", () => {
    test("has a sentence for every code, in every language, and no code or name of a property in it", () => {
        for (const known of Object.values(messages)) {
            expect(Object.keys(known).sort()).toStrictEqual(Object.values<string>(ErrorCode).sort());
            for (const message of Object.values(known)) {
                expect(message).toMatch(/^[A-ZÄÖÜ].*\.$/);
                expect(message).not.toMatch(/error\.|[a-z][A-Z]/);
            }
        }
    });

    test("is chosen by a language tag, and is English for any other", () => {
        expect(messageFor(ErrorCode.identityIsDeleted, "de-AT")).toBe("Diese Identität ist schon gelöscht.");
        expect(messageFor(ErrorCode.identityIsDeleted, "fr")).toBe("This Identity has already been deleted.");
        expect(messageFor(ErrorCode.identityIsDeleted)).toBe("This Identity has already been deleted.");
    });

    test("is the message of the unforeseen for a code that is not known", () => {
        expect(messageFor("constructor", "en")).toBe(messages.en[ErrorCode.unknown]);
    });
});
