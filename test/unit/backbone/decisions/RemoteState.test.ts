import { Evidence } from "../../../../src/backbone/decisions/Evidence";
import { currentAmong, isForeignAndOpen, isSettled } from "../../../../src/backbone/decisions/RemoteState";
import { noDeletion } from "../../../../src/domain/record/DeletionState";
import type { ProcessRecord } from "../../../../src/domain/record/ProcessRecord";
import { backboneRecord, commandOf, created, processOf, recordWith } from "../../../support/decisions/records";

const active = processOf("P1", "Active");
const known = backboneRecord("a", active);
const inDoubt = backboneRecord("a", active, { missingSince: created });
const command = backboneRecord("a", undefined, { commands: [commandOf("initiate")] });
const waiting = backboneRecord("b", processOf("P2", "Active"), { waitsForSlot: true });
const local = recordWith("a", active);
const deletionBegun = recordWith("a", processOf("P1", "Deleting"), {
    deletion: { ...noDeletion, required: ["files"] }
});

describe(isSettled.name, () => {
    test.each<[string, ProcessRecord[], boolean]>([
        ["nothing is there", [], true],
        ["the Backbone's process is shown", [known], true],
        ["this host's lifecycle deletes: only it leads out of that", [deletionBegun], true],
        ["a command is in doubt", [command], false],
        ["the process is in doubt", [inDoubt], false],
        ["one waits for the slot", [known, waiting], false],
        ["an open process is of no Backbone", [local], false]
    ])("says whether there is something to ask: %s", (_, records, expected) => {
        expect(isSettled(records)).toBe(expected);
    });
});

describe(isForeignAndOpen.name, () => {
    test.each<[string, ProcessRecord, boolean]>([
        ["of the module itself", local, true],
        ["of the Backbone", known, false],
        ["that this host's lifecycle deletes", deletionBegun, false],
        ["that is over", recordWith("a", processOf("P1", "Cancelled")), false]
    ])("waits for the host's decision about one %s, or not", (_, record, expected) => {
        expect(isForeignAndOpen(record)).toBe(expected);
    });
});

describe(currentAmong.name, () => {
    test.each<[string, ProcessRecord[], string | undefined]>([
        ["none, where there is none", [], undefined],
        ["the slot's holder", [known, waiting], "a"],
        ["the slot's holder, where no other is open", [inDoubt], "a"],
        ["the waiting one, while the holder is in doubt", [inDoubt, waiting], "b"],
        ["the waiting one, while this host's lifecycle deletes", [deletionBegun, waiting], "b"],
        ["the waiting one, while the holder is a command", [command, waiting], "b"],
        ["the holder, where the waiting one is in doubt, too", [inDoubt, { ...waiting, missingSince: created }], "a"],
        ["the holder, where the waiting one is no process yet", [inDoubt, { ...waiting, process: undefined }], "a"]
    ])("answers with %s", (_, records, key) => {
        expect(currentAmong(records)?.key).toBe(key);
    });
});

describe("Evidence", () => {
    test.each([
        ["when it was asked for", 0, false],
        ["for half an hour", 30 * 60_000, false],
        ["no longer", 30 * 60_000 + 1, true]
    ])("counts %s", (_, age, expected) => {
        const askedAt = Date.parse(created);
        expect(new Evidence([], askedAt, new Map(), 0).isOutdated(askedAt + age)).toBe(expected);
    });
});
