import { commandsFrom, commandToJson, type SentCommand } from "../../../../src/domain/record/SentCommand";
import type { JsonValue } from "../../../../src/domain/record/StoredRecord";
import { alice } from "../../../support/fixtures";

const requestedAt = "2026-11-23T10:00:00.000Z";
const later = "2026-11-23T10:00:30.000Z";
const stored = { command: "cancel", requestedAt, device: alice.deviceId, believeAbsenceFrom: later };
const sent: SentCommand = {
    command: "cancel",
    requestedAt,
    device: alice.deviceId,
    absenceTrustedFrom: later,
    hasEnded: false
};

describe("A command that was sent to a Backbone", () => {
    test.each<[string, SentCommand, JsonValue]>([
        ["to cancel", sent, stored],
        ["to initiate", { ...sent, command: "initiate" }, { ...stored, command: "initiate" }],
        ["whose sender waits no longer", { ...sent, hasEnded: true }, { ...stored, hasEnded: true }],
        [
            "with a length",
            { ...sent, command: "initiate", lengthOfGracePeriodInDays: 0.5 },
            { ...stored, command: "initiate", lengthInDays: 0.5 }
        ],
        ["at a time of the Backbone", { ...sent, backboneTime: later }, { ...stored, backboneTime: later }]
    ])("%s is read as it was written, by every release", (_, command, json) => {
        expect(commandToJson(command)).toStrictEqual(json);
        expect(commandsFrom([json])).toStrictEqual([command]);
    });

    test.each<[string, JsonValue]>([
        ["null", null],
        ["a text", "cancel"],
        ["of a kind that is not known", { ...stored, command: "postpone" }],
        ["of no kind", { ...stored, command: "" }],
        ["at no moment", { ...stored, requestedAt: "yesterday" }],
        ["by no device", { ...stored, device: 7 }]
    ])("is none where it is %s; the others count all the same", (_, json) => {
        expect(commandsFrom([json, stored, json])).toStrictEqual([sent]);
    });

    test.each<JsonValue | undefined>([undefined, null, "cancel", { ...stored }])("is none in %j", (value) => {
        expect(commandsFrom(value)).toEqual([]);
    });

    test("may arrive at once where the store does not say until when", () => {
        expect(commandsFrom([{ ...stored, believeAbsenceFrom: null }])).toStrictEqual([
            { ...sent, absenceTrustedFrom: requestedAt }
        ]);
    });

    test("says nothing of what is stored in no form that we know", () => {
        const odd = { ...stored, hasEnded: "yes", backboneTime: "noon", lengthInDays: "14" };
        expect(commandsFrom([odd])).toStrictEqual([sent]);
    });
});
