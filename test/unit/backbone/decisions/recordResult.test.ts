import type { RemoteProcess } from "../../../../src/backbone/client/answers";
import { recordResult, recordUnseenResult } from "../../../../src/backbone/decisions/recordResult";
import { emptyRecord, type ProcessRecord } from "../../../../src/domain/record/ProcessRecord";
import { backboneRecord, commandOf, created, planOf, processOf, recordWith } from "../../../support/decisions/records";
import { alice, alicesTablet } from "../../../support/fixtures";
import { remoteOf } from "../../../support/decisions/remote";

const seenAt = "2026-11-24T10:00:00.000Z";
const initiate = commandOf("initiate");
const cancel = commandOf("cancel", { requestedAt: seenAt, device: alicesTablet.deviceId });
const active = processOf("P1", "Active");
const byTablet = `cancelled 2026-11-24, by ${alicesTablet.deviceId}`;

describe(recordResult.name, () => {
    const starting = backboneRecord("a", undefined, { commands: [initiate] });
    const cancelling = backboneRecord("a", active, { commands: [cancel] });
    const shown = "shown open 2026-11-24";

    test.each<[string, ProcessRecord, ProcessRecord, RemoteProcess, string]>([
        [
            "writes the started process into the record of its command",
            starting,
            starting,
            remoteOf("P1", "Active"),
            `update a: P1 Active, backbone, ${shown}`
        ],
        [
            "notes who cancelled it and when, which the Backbone does not say",
            cancelling,
            cancelling,
            remoteOf("P1", "Cancelled"),
            `update a: P1 Cancelled, backbone, ${byTablet}`
        ],
        [
            "notes that too where another writer has settled the command meanwhile",
            backboneRecord("a", active, { revision: 9 }),
            cancelling,
            remoteOf("P1", "Cancelled"),
            `update a: P1 Cancelled, backbone, ${byTablet}`
        ],
        [
            "keeps an older command to start another, which may still arrive",
            backboneRecord("a", active, { commands: [initiate, cancel] }),
            backboneRecord("a", active, { commands: [initiate, cancel] }),
            remoteOf("P1", "Cancelled"),
            `update a: P1 Cancelled, backbone, sent initiate 2026-11-23, ${byTablet}`
        ],
        [
            "ends a doubt",
            backboneRecord("a", active, { commands: [cancel], missingSince: created }),
            cancelling,
            remoteOf("P1", "Cancelled"),
            `update a: P1 Cancelled, backbone, ${byTablet}`
        ]
    ])("%s", (_, known, sent, remote, line) => {
        expect(planOf(() => recordResult(known, sent, { remote, seenAt }))).toEqual([line]);
    });

    test("answers with the process, which keeps the end that it would have had", () => {
        const { value } = recordResult(cancelling, cancelling, { remote: remoteOf("P1", "Cancelled"), seenAt });
        expect(value.properties).toEqual({
            ...active.properties,
            status: "Cancelled",
            cancelledAt: seenAt,
            cancelledByDevice: alicesTablet.deviceId
        });
    });
});

describe(recordUnseenResult.name, () => {
    const sent = backboneRecord("a", undefined, { commands: [initiate] });
    const cancelling = backboneRecord("a", active, { commands: [cancel] });

    test.each<[string, ProcessRecord[], ProcessRecord, RemoteProcess, string]>([
        [
            "gives the new process the slot, where it is free",
            [],
            sent,
            remoteOf("P1", "Active"),
            "insert new: P1 Active, backbone, shown open 2026-11-24"
        ],
        [
            "lets the new process wait, where another holds the slot",
            [recordWith("b", processOf("P2", "Active"))],
            sent,
            remoteOf("P1", "Active"),
            "insert new: P1 Active, backbone, waits for the slot, shown open 2026-11-24"
        ],
        [
            "takes the place of another command, which may still arrive",
            [backboneRecord("b", undefined, { commands: [initiate] })],
            sent,
            remoteOf("P1", "Active"),
            "update b: P1 Active, backbone, sent initiate 2026-11-23, shown open 2026-11-24"
        ],
        [
            "knows of a cancelled one who cancelled it, also where its record is gone",
            [],
            cancelling,
            remoteOf("P1", "Cancelled"),
            `insert new: P1 Cancelled, backbone, ${byTablet}`
        ],
        [
            "ascribes the command to no other process",
            [],
            cancelling,
            remoteOf("P3", "Cancelled"),
            "insert new: P3 Cancelled, backbone"
        ]
    ])("%s", (_, current, command, remote, line) => {
        const record = emptyRecord("new", alice.address, alice.address);
        expect(planOf(() => recordUnseenResult(current, record, command, { remote, seenAt }))).toEqual([line]);
    });

    test("lets nothing that is over come back next to a deleted Identity", () => {
        const deleted = backboneRecord("b", processOf("P2", "Deleted"));
        const answer = { remote: remoteOf("P1", "Cancelled"), seenAt };
        const record = emptyRecord("new", alice.address, alice.address);
        expect(planOf(() => recordUnseenResult([deleted], record, cancelling, answer))).toEqual([]);
        expect(recordUnseenResult([deleted], record, cancelling, answer).value.status).toBe("Cancelled");
    });

    test("takes the slot over from one that the Backbone must have ended: it has started another", () => {
        const holder = backboneRecord("b", processOf("P2", "Active"), { commands: [initiate] });
        const answer = { remote: remoteOf("P1", "Active"), seenAt };
        const record = emptyRecord("new", alice.address, alice.address);
        const shown = "sent initiate 2026-11-23, shown open 2026-11-24";
        expect(planOf(() => recordUnseenResult([holder], record, sent, answer))).toEqual([
            `update b: P1 Active, backbone, ${shown}, instead of P2 Cancelled`,
            "insert new: P2 Cancelled, backbone, closed by absence",
            `update b: P1 Active, backbone, ${shown}`
        ]);
    });
});
