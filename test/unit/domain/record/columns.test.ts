import { asStored, columnsOf, lookupOf, processIdFrom } from "../../../../src/domain/record/columns";
import { emptyRecord } from "../../../../src/domain/record/ProcessRecord";
import { backboneRecord, commandOf, created, processOf } from "../../../support/decisions/records";
import { alice } from "../../../support/fixtures";

const empty = emptyRecord("key", alice.address, alice.address);
const requestedAt = "2026-11-22T10:00:00.000Z";

describe("What a store can search a record by", () => {
    const open = backboneRecord("key", processOf("P1", "Active"));
    const cancelled = backboneRecord("key", processOf("P1", "Cancelled"));

    test.each([
        ["an open process", open, true, false],
        ["a closed process", cancelled, false, false],
        ["a closed process with a command on its way", { ...cancelled, commands: [commandOf("cancel")] }, false, true],
        ["a command whose process is not known yet", { ...empty, commands: [commandOf("initiate")] }, true, true],
        ["a process that waits for the slot", { ...open, waitsForSlot: true }, false, true],
        ["a process that the Backbone no longer shows", { ...open, missingSince: created }, true, true]
    ])("of %s: whether it holds the slot is %p after the next, whether it is unsettled", (_, record, holds, doubt) => {
        const { slot, unsettled } = columnsOf(record);
        expect([slot, unsettled]).toEqual([holds ? alice.address : "key", doubt]);
        expect(asStored(record)).toStrictEqual({ ...record, holdsSlot: holds, isUnsettled: doubt });
    });

    test("is the process, and the key where no process is known yet", () => {
        expect(columnsOf(open)).toMatchObject({ lookup: `${alice.address}#P1`, createdAt: created });
        const command = { ...empty, commands: [commandOf("initiate", { requestedAt })] };
        expect(columnsOf(command)).toMatchObject({ lookup: `${alice.address}#key`, createdAt: requestedAt });
    });
});

describe(processIdFrom.name, () => {
    const id = "IDP0123456789abcdefX";

    test.each([alice.address, "", "#", "did:e:a#b", `#${id}`])("finds the id behind the Identity %p", (identityKey) => {
        expect(processIdFrom(lookupOf(identityKey, id))).toBe(id);
    });

    test.each([`${alice.address}#mark`, `a#${id}1`, `a#${id.slice(1)}`, `a#${id.slice(0, -1)}`, id, `a#${id}#b`, ""])(
        "finds none in %p",
        (lookup) => {
            expect(processIdFrom(lookup)).toBeUndefined();
        }
    );
});
