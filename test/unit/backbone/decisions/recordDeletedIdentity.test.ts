import { recordDeletedIdentity } from "../../../../src/backbone/decisions/recordDeletedIdentity";
import { noDeletion } from "../../../../src/domain/record/DeletionState";
import type { ProcessRecord } from "../../../../src/domain/record/ProcessRecord";
import {
    backboneRecord,
    commandOf,
    newRecords,
    planOf,
    processOf,
    recordWith
} from "../../../support/decisions/records";

describe(recordDeletedIdentity.name, () => {
    const scopeOf = (): Parameters<typeof recordDeletedIdentity>[1] => ({
        now: "2026-12-08T10:00:00.000Z",
        newProcessId: () => "P9",
        newRecord: newRecords()
    });
    const confirmed = "deletion confirmed 2026-12-08";
    const waiting = backboneRecord("b", processOf("P2", "Active"), { waitsForSlot: true });
    const begun = recordWith("a", processOf("P1", "Deleting"), { deletion: { ...noDeletion, required: ["files"] } });

    test.each<[string, ProcessRecord[], string[], string | undefined, boolean]>([
        [
            "keeps the Identity from starting another, also where none was known here",
            [],
            [`insert new1: P9 Deleted, backbone, unlisted, ${confirmed}, due 2026-12-08`],
            undefined,
            true
        ],
        [
            "marks the open process as deleted; the host's deleters are due from now on",
            [backboneRecord("a", processOf("P1", "Active"))],
            [`update a: P1 Deleted, backbone, ${confirmed}, due 2026-12-08`],
            "P1",
            true
        ],
        [
            "ends every doubt about it",
            [
                backboneRecord("a", processOf("P1", "Active"), {
                    commands: [commandOf("cancel")],
                    missingSince: "2026-12-07T10:00:00.000Z"
                })
            ],
            [`update a: P1 Deleted, backbone, ${confirmed}, due 2026-12-08`],
            "P1",
            true
        ],
        [
            "marks a command that holds the slot, of which no process is known",
            [backboneRecord("a", undefined, { commands: [commandOf("initiate")] })],
            [`update a: P9 Deleted, backbone, unlisted, ${confirmed}, due 2026-12-08`],
            undefined,
            true
        ],
        [
            "closes what waited next to it",
            [backboneRecord("a", processOf("P1", "Active")), waiting],
            [
                `update a: P1 Deleted, backbone, ${confirmed}, due 2026-12-08`,
                "update b: P2 Cancelled, backbone, closed by absence"
            ],
            "P1",
            true
        ],
        [
            "settles a closed process that had a command in doubt",
            [
                backboneRecord("a", processOf("P1", "Deleting")),
                backboneRecord("b", processOf("P2", "Cancelled"), { commands: [commandOf("initiate")] })
            ],
            [`update a: P1 Deleted, backbone, ${confirmed}, due 2026-12-08`, "update b: P2 Cancelled, backbone"],
            "P1",
            true
        ],
        ["is no news the second time", [backboneRecord("a", processOf("P1", "Deleted"))], [], undefined, false],
        [
            "closes what is left next to a deleted one, without news",
            [backboneRecord("a", processOf("P1", "Deleted")), waiting],
            ["update b: P2 Cancelled, backbone, closed by absence"],
            undefined,
            false
        ],
        [
            "removes a command next to a deleted one",
            [
                backboneRecord("a", processOf("P1", "Deleted")),
                backboneRecord("b", undefined, { commands: [commandOf("initiate")], waitsForSlot: true })
            ],
            ["remove b"],
            undefined,
            false
        ],
        ["leaves a deletion that this host has begun to its lifecycle", [begun, waiting], [], undefined, false]
    ])("%s", (_, records, plan, processId, isNews) => {
        expect(planOf(() => recordDeletedIdentity(records, scopeOf()))).toEqual(plan);
        expect(recordDeletedIdentity(records, scopeOf()).value).toEqual({ isNews, processId });
    });
});
