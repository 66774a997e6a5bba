import type { RemoteProcess } from "../../../../src/backbone/client/answers";
import { closeByAbsence, isEffectOf, isNews, type Known, merge } from "../../../../src/backbone/decisions/merge";
import { decidedByBackbone } from "../../../../src/backbone/decisions/recordChanges";
import type { ProcessRecord } from "../../../../src/domain/record/ProcessRecord";
import { backboneRecord, commandOf, created, end, processOf, recordWith } from "../../../support/decisions/records";
import { remoteOf } from "../../../support/decisions/remote";
import type { SentCommand } from "../../../../src/domain/record/SentCommand";
import { alice, alicesTablet } from "../../../support/fixtures";

const later = "2026-11-24T10:00:00.000Z";
const tablet = alicesTablet.deviceId;
const cancel = commandOf("cancel", { requestedAt: later, device: tablet });
const active = processOf("P1", "Active");

describe(merge.name, () => {
    const known = (more: object, commands = [] as Known["commands"]): Known => ({
        process: processOf("P1", "Active", more),
        commands
    });
    const cancelledBefore = { status: "Cancelled", cancelledAt: later, cancelledByDevice: tablet };

    test.each<[string, Known | undefined, RemoteProcess, object]>([
        ["takes all from the Backbone where nothing is known", undefined, remoteOf("P1", "Active"), active.properties],
        [
            "knows no end of a cancelled one that was never seen",
            undefined,
            remoteOf("P1", "Cancelled"),
            { id: "P1", status: "Cancelled", createdAt: created, createdByDevice: alice.deviceId }
        ],
        [
            "keeps the end that a cancelled one would have had, and not who cancelled it: another device did",
            known({}),
            remoteOf("P1", "Cancelled"),
            { ...active.properties, status: "Cancelled" }
        ],
        [
            "says who cancelled it where it was this device's command",
            known({}, [commandOf("initiate"), cancel]),
            remoteOf("P1", "Cancelled"),
            { ...active.properties, ...cancelledBefore }
        ],
        [
            "keeps what was known of the cancellation",
            known(cancelledBefore, [commandOf("cancel")]),
            remoteOf("P1", "Cancelled"),
            { ...active.properties, ...cancelledBefore }
        ],
        [
            "keeps when it was cancelled also where it is not known by whom",
            known({ status: "Cancelled", cancelledAt: later }),
            remoteOf("P1", "Cancelled"),
            { ...active.properties, status: "Cancelled", cancelledAt: later }
        ],
        [
            "keeps what was known of one that cannot be read",
            known({}),
            { id: "P1", status: "Deleted" },
            { ...active.properties, status: "Deleted" }
        ],
        [
            "knows little of one that cannot be read and was never seen",
            undefined,
            { id: "P1", status: "Cancelled" },
            { id: "P1", status: "Cancelled" }
        ],
        [
            "forgets a cancellation that the Backbone does not know",
            known(cancelledBefore),
            remoteOf("P1", "Active"),
            active.properties
        ],
        [
            "believes the Backbone's dates",
            known({ gracePeriodEndsAt: "2030-01-01T00:00:00.000Z", createdAt: later }),
            remoteOf("P1", "Active"),
            active.properties
        ]
    ])("%s", (_, before, remote, properties) => {
        expect(merge(before, remote).properties).toEqual(properties);
    });
});

describe(closeByAbsence.name, () => {
    test.each<[string, Known["commands"], object]>([
        ["without saying by whom, where this device did not ask for it", [], {}],
        [
            "by the command of this device, where there was one",
            [cancel],
            { cancelledAt: later, cancelledByDevice: tablet }
        ]
    ])("closes a process %s", (_, commands, cancellation) => {
        const { properties } = closeByAbsence({ process: active, commands });
        expect(properties).toEqual({ ...active.properties, status: "Cancelled", ...cancellation });
    });
});

describe(isNews.name, () => {
    const of = (status: string, more = {}): ProcessRecord => backboneRecord("a", processOf("P1", status), more);
    const local = (status: string): ProcessRecord => recordWith("a", processOf("P1", status));

    test.each<[string, ProcessRecord, string, boolean]>([
        [
            "the process of a command",
            backboneRecord("a", undefined, { commands: [commandOf("initiate")] }),
            "Active",
            true
        ],
        ["the same status", of("Active"), "Active", false],
        ["that the deletion has begun", of("Active"), "Deleting", true],
        ["a cancellation", of("Active"), "Cancelled", true],
        ["a deletion", of("Deleting"), "Deleted", true],
        ["a list from before the deletion began", of("Deleting"), "Active", false],
        ["a list from before the cancellation", of("Cancelled"), "Active", false],
        ["a list from before the deletion ended", of("Deleted"), "Deleting", false],
        ["another end of one that is over", of("Rejected"), "Cancelled", false],
        ["what follows an unknown status", of("Frozen"), "Active", true],
        ["a status that is not known here", of("Active"), "Frozen", true],
        [
            "one that was closed only because it was not shown",
            of("Cancelled", { closedByAbsence: true }),
            "Active",
            true
        ],
        ["that such a one is really closed", of("Cancelled", { closedByAbsence: true }), "Cancelled", true],
        ["one that was imported, or decided here: what the Backbone lists is its own", local("Active"), "Active", true],
        ["that such a one is closed", local("Active"), "Cancelled", true],
        ["that one that was closed here is open there", local("Cancelled"), "Active", true],
        ["that one that was closed here is closed there", local("Cancelled"), "Cancelled", false],
        ["one of an Identity that was deleted here", local("Deleted"), "Active", false]
    ])("counts as news, or does not: %s", (_, known, status, expected) => {
        expect(isNews(known, remoteOf("P1", status))).toBe(expected);
    });
});

describe(isEffectOf.name, () => {
    const initiate = commandOf("initiate", { requestedAt: later });
    const told = { ...initiate, backboneTime: "2026-11-24T10:02:00.000Z" };
    const for14Days = { ...initiate, lengthOfGracePeriodInDays: 14 };
    const byPhone = { createdByDevice: alice.deviceId, createdAt: later };

    test.each<[string, SentCommand, Parameters<typeof isEffectOf>[1], boolean]>([
        ["created when it was asked for", initiate, byPhone, true],
        [
            "at the limit of what clocks may differ",
            initiate,
            { ...byPhone, createdAt: "2026-11-24T09:55:00.000Z" },
            true
        ],
        ["created before that", initiate, { ...byPhone, createdAt: "2026-11-24T09:54:59.999Z" }, false],
        ["created after the Backbone's own time", told, { ...byPhone, createdAt: "2026-11-24T10:02:00.000Z" }, true],
        ["created before that time", told, { ...byPhone, createdAt: "2026-11-24T10:01:59.999Z" }, false],
        ["of another device", initiate, { ...byPhone, createdByDevice: tablet }, false],
        ["of an unknown device", initiate, { createdAt: later }, false],
        ["without a date", initiate, { createdByDevice: alice.deviceId }, false],
        ["as long as was asked for", for14Days, { ...byPhone, gracePeriodEndsAt: "2026-12-08T10:00:00.000Z" }, true],
        ["rounded to seconds", for14Days, { ...byPhone, gracePeriodEndsAt: "2026-12-08T10:00:01.000Z" }, true],
        ["longer than was asked for", for14Days, { ...byPhone, gracePeriodEndsAt: "2026-12-08T10:00:01.001Z" }, false],
        ["shorter than was asked for", for14Days, { ...byPhone, gracePeriodEndsAt: "2026-12-01T10:00:00.000Z" }, false],
        ["cancelled since, which does not say how long it was", for14Days, byPhone, true],
        ["of a command to cancel", { ...cancel, device: alice.deviceId }, byPhone, false]
    ])("tells whether a command has started a process: %s", (_, command, process, expected) => {
        expect(isEffectOf(command, process, 300_000)).toBe(expected);
    });
});

describe(decidedByBackbone.name, () => {
    test.each([
        ["never due: the Backbone reminds and deletes", undefined, null],
        ["due from when the Backbone said that the Identity is deleted", later, later]
    ])("is %s", (_, deletionConfirmedAt, dueAt) => {
        const before = recordWith("a", active, {
            dueAt: end,
            commands: [cancel],
            waitsForSlot: true,
            missingSince: later,
            deletionConfirmedAt
        });
        expect(decidedByBackbone(before, processOf("P2", "Active"))).toMatchObject({
            process: processOf("P2", "Active"),
            authority: "backbone",
            commands: [],
            waitsForSlot: false,
            missingSince: undefined,
            dueAt
        });
    });
});
