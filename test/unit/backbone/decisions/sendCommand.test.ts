import {
    beginCommand,
    newCommand,
    replaceCommand,
    withdrawCommand
} from "../../../../src/backbone/decisions/sendCommand";
import type { Write } from "../../../../src/domain/decisions/Decision";
import {
    backboneRecord,
    commandOf,
    created,
    lineOf,
    newRecords,
    processOf,
    recordWith
} from "../../../support/decisions/records";
import { alice } from "../../../support/fixtures";

describe("A command to a Backbone", () => {
    const later = "2026-11-24T10:00:00.000Z";
    const initiate = commandOf("initiate");
    const cancel = commandOf("cancel");
    const active = processOf("P1", "Active");
    const renewed = commandOf("cancel", { requestedAt: later });

    test("says from when on its absence from a list is trusted", () => {
        expect(newCommand("initiate", alice.deviceId, Date.parse(created), 22_000)).toEqual({
            command: "initiate",
            requestedAt: created,
            device: alice.deviceId,
            absenceTrustedFrom: "2026-11-23T10:00:22.000Z",
            hasEnded: false
        });
    });

    test.each<[string, Write, string]>([
        [
            "that starts a process takes the slot before it is sent",
            beginCommand(initiate, undefined, newRecords()),
            "insert new1: no process, backbone, sent initiate 2026-11-23"
        ],
        [
            "that cancels is kept in the record of its process",
            beginCommand(cancel, backboneRecord("a", active), newRecords()),
            "update a: P1 Active, backbone, sent cancel 2026-11-23"
        ],
        [
            "is kept next to another that is in doubt",
            beginCommand(cancel, backboneRecord("a", active, { commands: [initiate] }), newRecords()),
            "update a: P1 Active, backbone, sent initiate 2026-11-23 and cancel 2026-11-23"
        ],
        [
            "makes a process a Backbone's: no lifecycle of the host reminds of it any more",
            beginCommand(cancel, recordWith("a", active, { dueAt: later }), newRecords()),
            "update a: P1 Active, backbone, sent cancel 2026-11-23"
        ],
        [
            "leaves it due where the Backbone has confirmed the deletion",
            beginCommand(cancel, backboneRecord("a", active, { deletionConfirmedAt: later }), newRecords()),
            "update a: P1 Active, backbone, sent cancel 2026-11-23, deletion confirmed 2026-11-24, due 2026-11-24"
        ],
        [
            "that was not sent in time is renewed",
            replaceCommand(backboneRecord("a", active, { commands: [initiate, cancel] }), cancel, renewed),
            "update a: P1 Active, backbone, sent initiate 2026-11-23 and cancel 2026-11-24"
        ],
        [
            "that was refused is forgotten, with the record that was made for it",
            withdrawCommand(backboneRecord("a", undefined, { commands: [initiate] }), initiate),
            "remove a"
        ],
        [
            "that was refused is forgotten; its process and other commands stay",
            withdrawCommand(backboneRecord("a", active, { commands: [initiate, cancel] }), cancel),
            "update a: P1 Active, backbone, sent initiate 2026-11-23"
        ]
    ])("%s", (_, write, line) => {
        expect(lineOf(write)).toBe(line);
    });
});
