import { decideOpenProcess, type DecisionScope } from "../../../../src/domain/decisions/decideOpenProcess";
import { noDeletion } from "../../../../src/domain/record/DeletionState";
import type { ProcessRecord } from "../../../../src/domain/record/ProcessRecord";
import { backboneRecord, commandOf, planOf, processOf, recordWith } from "../../../support/decisions/records";
import { alice, alicesTablet } from "../../../support/fixtures";

describe(decideOpenProcess.name, () => {
    const now = "2026-11-25T10:00:00.000Z";
    const tablet = alicesTablet.deviceId;
    const byTablet = `cancelled 2026-11-25, by ${tablet}`;
    const byPhone = `cancelled 2026-11-23, by ${alice.deviceId}`;

    const local = recordWith("a", processOf("P1", "Active"));
    const remote = backboneRecord("a", processOf("P1", "Active"));
    const asked = backboneRecord("a", processOf("P1", "Active"), { commands: [commandOf("cancel")] });
    const waiting = backboneRecord("b", processOf("P2", "Active"), { waitsForSlot: true });
    const waitingLonger = backboneRecord(
        "c",
        processOf("P3", "Active", { gracePeriodEndsAt: "2027-01-01T10:00:00.000Z" }),
        { waitsForSlot: true }
    );
    const command = backboneRecord("a", undefined, { commands: [commandOf("initiate")] });
    const deletion = { ...noDeletion, required: ["files"] };
    const begun = recordWith("a", processOf("P1", "Deleting"), { deletion });

    type Row = [string, ProcessRecord[], DecisionScope["decision"], DecisionScope["authority"], string[]];
    test.each<Row>([
        ["has nothing to decide where there is none", [], "close", "local", []],
        ["leaves the module's own process alone", [local], "close", "local", []],
        [
            "leaves what a Backbone has closed alone",
            [backboneRecord("a", processOf("P1", "Cancelled"))],
            "close",
            "local",
            []
        ],
        [
            "closes what a Backbone has decided; what the Backbone shows later counts more",
            [remote],
            "close",
            "local",
            [`update a: P1 Cancelled, backbone, closed by absence, ${byTablet}`]
        ],
        [
            "closes one that is being deleted by a Backbone",
            [backboneRecord("a", processOf("P1", "Deleting"))],
            "close",
            "local",
            [`update a: P1 Cancelled, backbone, closed by absence, ${byTablet}`]
        ],
        [
            "closes by the person's own command, where they have asked to cancel",
            [asked],
            "close",
            "local",
            [`update a: P1 Cancelled, backbone, closed by absence, ${byPhone}`]
        ],
        ["removes a command that never became a process", [command], "close", "local", ["remove a"]],
        [
            "closes those that wait first and the slot's holder last: the slot is not free while one is open",
            [remote, waiting],
            "close",
            "local",
            [
                `update b: P2 Cancelled, backbone, closed by absence, ${byTablet}`,
                `update a: P1 Cancelled, backbone, closed by absence, ${byTablet}`
            ]
        ],
        [
            "keeps a closed process as it is when it forgets its command",
            [backboneRecord("a", processOf("P1", "Cancelled"), { commands: [commandOf("initiate")] })],
            "close",
            "local",
            ["update a: P1 Cancelled, backbone, closed by absence"]
        ],
        [
            "takes a Backbone's process over; it is due for the reminders",
            [remote],
            "takeOver",
            "local",
            ["update a: P1 Active, due 2026-11-23"]
        ],
        [
            "takes over a deletion that a Backbone had begun; it is due at its end",
            [backboneRecord("a", processOf("P1", "Deleting"))],
            "takeOver",
            "local",
            ["update a: P1 Deleting, due 2026-12-07"]
        ],
        [
            "cancels instead of taking over, where the person has asked to cancel",
            [asked],
            "takeOver",
            "local",
            [`update a: P1 Cancelled, backbone, closed by absence, ${byPhone}`]
        ],
        [
            "cancels all of them, where the person has asked to cancel one",
            [waiting, asked],
            "takeOver",
            "local",
            [
                `update b: P2 Cancelled, backbone, closed by absence, ${byTablet}`,
                `update a: P1 Cancelled, backbone, closed by absence, ${byPhone}`
            ]
        ],
        [
            "takes the slot's holder over and closes the others",
            [waiting, remote],
            "takeOver",
            "local",
            [`update b: P2 Cancelled, backbone, closed by absence, ${byTablet}`, "update a: P1 Active, due 2026-11-23"]
        ],
        [
            "writes a waiting process into the record of a command, which holds the slot",
            [command, waiting],
            "takeOver",
            "local",
            ["remove b", "update a: P2 Active, due 2026-11-23"]
        ],
        [
            "takes over the one that ends last, where none of them holds the slot",
            [command, waiting, waitingLonger],
            "takeOver",
            "local",
            [
                `update b: P2 Cancelled, backbone, closed by absence, ${byTablet}`,
                "remove c",
                "update a: P3 Active, due 2026-11-23"
            ]
        ],
        [
            "takes over the one that ends last, in whatever order they are read",
            [waitingLonger, waiting],
            "takeOver",
            "local",
            [`update b: P2 Cancelled, backbone, closed by absence, ${byTablet}`, "update c: P3 Active, due 2026-11-23"]
        ],
        [
            "takes over one without an end rather than one with an end",
            [
                backboneRecord("d", processOf("P4", "Active", { gracePeriodEndsAt: undefined }), {
                    waitsForSlot: true
                }),
                waiting
            ],
            "takeOver",
            "local",
            [`update b: P2 Cancelled, backbone, closed by absence, ${byTablet}`, "update d: P4 Active"]
        ],
        [
            "closes what waits next to the module's own process",
            [local, waiting],
            "takeOver",
            "local",
            [`update b: P2 Cancelled, backbone, closed by absence, ${byTablet}`]
        ],
        ["removes a command without a process also on taking over", [command], "takeOver", "local", ["remove a"]],
        [
            "refuses to close a deletion that has begun here: half of the data may be gone",
            [begun],
            "close",
            "local",
            ["refused: deletionHasBegun"]
        ],
        [
            "refuses to take over beside such a deletion",
            [begun, waiting],
            "takeOver",
            "local",
            ["refused: deletionHasBegun"]
        ],
        [
            "closes the module's own process where a Backbone decides now",
            [local],
            "close",
            "remote",
            [`update a: P1 Cancelled, ${byTablet}`]
        ],
        [
            "closes one in doubt, which the Backbone no longer shows",
            [backboneRecord("a", processOf("P1", "Active"), { missingSince: now })],
            "close",
            "remote",
            [`update a: P1 Cancelled, backbone, closed by absence, ${byTablet}`]
        ],
        ["leaves the Backbone's own process alone", [remote], "close", "remote", []]
    ])("%s", (_, records, decision, authority, plan) => {
        expect(planOf(() => decideOpenProcess(records, { decision, authority, now, deviceId: tablet }))).toEqual(plan);
    });

    test.each<[string, ProcessRecord[], DecisionScope["decision"], string | undefined]>([
        ["nothing, where there is none", [], "close", undefined],
        ["nothing, where there was only a command", [command], "close", undefined],
        ["the closed process", [remote], "close", "P1 Cancelled"],
        ["the process that it took over", [remote, waiting], "takeOver", "P1 Active"],
        ["the slot's holder, which is closed last", [remote, waiting], "close", "P1 Cancelled"]
    ])("answers with %s", (_, records, decision, answer) => {
        const { value } = decideOpenProcess(records, { decision, authority: "local", now, deviceId: tablet });
        expect(value && `${value.id} ${value.status}`).toBe(answer);
    });
});
