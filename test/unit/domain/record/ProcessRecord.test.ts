import { noDeletion } from "../../../../src/domain/record/DeletionState";
import {
    deletionHasBegun,
    emptyRecord,
    hasProcess,
    isOpenElsewhere,
    isOpenHere,
    type ProcessRecord
} from "../../../../src/domain/record/ProcessRecord";
import { backboneRecord, commandOf, processOf, recordWith } from "../../../support/decisions/records";
import { alice } from "../../../support/fixtures";

const deletion = { ...noDeletion, required: ["files"] };

describe("What a record says about who decides", () => {
    test.each<[string, ProcessRecord, { here: boolean; elsewhere: boolean; begun: boolean }]>([
        ["our active process", recordWith("a", processOf("P1", "Active")), open("here")],
        ["our process that is being deleted", recordWith("a", processOf("P1", "Deleting")), open("here")],
        [
            "our process of which deleters have begun",
            recordWith("a", processOf("P1", "Deleting"), { deletion }),
            begun()
        ],
        [
            "our active process, which a worker has merely planned: it can still be cancelled",
            recordWith("a", processOf("P1", "Active"), { deletion }),
            open("here")
        ],
        ["our cancelled process", recordWith("a", processOf("P1", "Cancelled")), open("nowhere")],
        ["our deleted process", recordWith("a", processOf("P1", "Deleted"), { deletion }), open("nowhere")],
        ["nothing yet", recordWith("a", undefined, { deletion }), open("nowhere")],
        ["a Backbone's active process", backboneRecord("a", processOf("P1", "Active")), open("elsewhere")],
        ["a Backbone's deletion", backboneRecord("a", processOf("P1", "Deleting"), { deletion }), open("elsewhere")],
        ["a Backbone's cancelled process", backboneRecord("a", processOf("P1", "Cancelled")), open("nowhere")],
        [
            "a Backbone's cancelled process with a command on its way",
            backboneRecord("a", processOf("P1", "Cancelled"), { commands: [commandOf("cancel")] }),
            open("elsewhere")
        ],
        [
            "a command to a Backbone",
            backboneRecord("a", undefined, { commands: [commandOf("initiate")] }),
            open("elsewhere")
        ],
        ["a Backbone's record without anything", backboneRecord("a", undefined), open("nowhere")]
    ])("%s", (_, record, expected) => {
        expect({
            here: isOpenHere(record),
            elsewhere: isOpenElsewhere(record),
            begun: deletionHasBegun(record)
        }).toEqual(expected);
    });

    function open(where: "here" | "elsewhere" | "nowhere"): { here: boolean; elsewhere: boolean; begun: boolean } {
        return { here: where === "here", elsewhere: where === "elsewhere", begun: false };
    }

    function begun(): { here: boolean; elsewhere: boolean; begun: boolean } {
        return { ...open("here"), begun: true };
    }
});

describe(hasProcess.name, () => {
    test("tells a process from a command whose process is not known yet", () => {
        const process = backboneRecord("a", processOf("P1", "Cancelled"));
        const command = backboneRecord("b", undefined, { commands: [commandOf("initiate")] });
        expect([process, command].filter(hasProcess)).toEqual([process]);
    });
});

describe(emptyRecord.name, () => {
    test("is in no store yet: it holds no slot, and nothing about it is in doubt", () => {
        expect(emptyRecord("key", alice.address, alice.address)).toMatchObject({
            revision: 0,
            holdsSlot: false,
            isUnsettled: false,
            dueAt: null
        });
    });

    test("repeats an address only where it is kept under a pseudonym", () => {
        expect(emptyRecord("key", alice.address, alice.address).address).toBeUndefined();
        expect(emptyRecord("key", "pseudonym", alice.address).address).toBe(alice.address);
    });
});
