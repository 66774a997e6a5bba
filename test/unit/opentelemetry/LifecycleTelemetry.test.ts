import { type HrTime, SpanStatusCode } from "@opentelemetry/api";
import { EventEmitter2EventBus } from "@js-soft/ts-utils";
import { IdentityDeletionProcessStatusChangedEvent } from "../../../src";
import type { LifecycleEvent, LifecycleStatus } from "../../../src/lifecycle";
import { LifecycleTelemetry } from "../../../src/opentelemetry";
import { alice } from "../../support/fixtures";
import { OpenTelemetry } from "../../support/lifecycle/OpenTelemetry";

const processId = "IDP00000000000000001";
const summary = { found: 1 };
const runFinished = { type: "runFinished", durationInMs: 1, oldestLagInMs: 0, summary } as LifecycleEvent;
const failed = { processId, errorName: "TypeError", durationInMs: 500, hasTimedOut: false };

let sdk: OpenTelemetry;
let now: number;
let telemetry: LifecycleTelemetry;

beforeEach(() => {
    sdk = new OpenTelemetry();
    now = 1_000_000;
    telemetry = LifecycleTelemetry.create({ ...sdk, now: () => now });
});

afterEach(async () => await sdk.shutdown());

/** One event after the other, a second apart. */
function observe(...events: readonly LifecycleEvent[]): void {
    for (const event of events) {
        telemetry.observe(event);
        now += 1_000;
    }
}

function milliseconds([seconds, nanoseconds]: HrTime): number {
    return seconds * 1_000 + nanoseconds / 1_000_000;
}

describe("The metrics", () => {
    test("count what happens", async () => {
        observe(
            { type: "reminderSent", processId, daysBeforeEnd: 5, durationInMs: 1 },
            { type: "reminderSent", processId, daysBeforeEnd: 10, durationInMs: 1 },
            { type: "deleted", processId, lagInMs: 1 },
            { type: "parked", processId, deleters: ["files"], attempts: 12 }
        );
        await expect(sdk.pointsOf("identity_deletion.reminded")).resolves.toStrictEqual([[2, {}]]);
        await expect(sdk.pointsOf("identity_deletion.deleted")).resolves.toStrictEqual([[1, {}]]);
        await expect(sdk.pointsOf("identity_deletion.parked")).resolves.toStrictEqual([[1, {}]]);
    });

    test("count failures by what failed", async () => {
        observe(
            { type: "reminderFailed", ...failed, daysBeforeEnd: 5, nextAttemptInMs: 1 },
            { type: "finalNoticeFailed", ...failed, nextAttemptInMs: 1 },
            { type: "completionFailed", ...failed },
            { type: "deleterFailed", ...failed, deleter: "files" },
            { type: "deleterFailed", ...failed, deleter: alice.address.replace("did", "d d") },
            { type: "runFailed", errorName: "Error", nextAttemptInMs: 1 }
        );
        await expect(sdk.pointsOf("identity_deletion.failed")).resolves.toStrictEqual([
            [1, { step: "reminder" }],
            [1, { step: "finalNotice" }],
            [1, { step: "completion" }],
            [1, { step: "deleter", deleter: "files" }],
            [1, { step: "deleter", deleter: "unknown" }],
            [1, { step: "run" }]
        ]);
    });

    test("measure how long each deleter took, in seconds, by how it ended, and none that was not called", async () => {
        observe(
            { type: "deleterFinished", processId, deleter: "files", durationInMs: 250 },
            { type: "deleterFinished", processId, deleter: "files", durationInMs: 750 },
            { type: "deleterFailed", ...failed, deleter: "files" },
            { type: "deleterFailed", ...failed, deleter: "rows", hasTimedOut: true },
            { type: "deleterFailed", ...failed, deleter: "gone", errorName: "NotRegistered" }
        );
        await expect(sdk.pointsOf("identity_deletion.deleter.duration")).resolves.toStrictEqual([
            [[2, 1], { deleter: "files", outcome: "done" }],
            [[1, 0.5], { deleter: "files", outcome: "failed" }],
            [[1, 0.5], { deleter: "rows", outcome: "timedOut" }]
        ]);
    });

    test("count what people do, as the event bus says it, until that is ended", async () => {
        const bus = new EventEmitter2EventBus(() => undefined);
        const end = telemetry.listenTo(bus);
        const publish = (status: string): void =>
            bus.publish(new IdentityDeletionProcessStatusChangedEvent(alice.address, { id: processId, status }));
        for (const status of ["Active", "Active", "Cancelled", "Deleting", "Deleted"]) publish(status);
        end();
        publish("Active");
        await expect(sdk.pointsOf("identity_deletion.initiated")).resolves.toStrictEqual([[2, {}]]);
        await expect(sdk.pointsOf("identity_deletion.cancelled")).resolves.toStrictEqual([[1, {}]]);
    });

    test("say how the store stands, in seconds and by state, and no failure where it does not answer", async () => {
        const counts = { due: 4, running: 3, retrying: 2, failed: 1, unreadable: 5 };
        const status: LifecycleStatus = { ...counts, lagInMs: 1_500, oldestDueAt: undefined, nextDueAt: undefined };
        const source = { status: jest.fn(async () => status) };
        const end = telemetry.watch(source);
        await expect(sdk.pointsOf("identity_deletion.lag")).resolves.toStrictEqual([[1.5, {}]]);
        await expect(sdk.pointsOf("identity_deletion.processes")).resolves.toStrictEqual(
            Object.entries(counts).map(([state, count]) => [count, { state }])
        );
        expect(source.status).toHaveBeenCalledTimes(1);

        now += 5_000;
        source.status.mockRejectedValueOnce(new Error(alice.address));
        await sdk.metrics();
        expect(source.status).toHaveBeenCalledTimes(2);

        source.status.mockResolvedValueOnce({ ...status, lagInMs: 0 });
        await expect(sdk.pointsOf("identity_deletion.lag")).resolves.toStrictEqual([[0, {}]]);
        end();
        now += 5_000;
        await sdk.metrics();
        expect(source.status).toHaveBeenCalledTimes(3);
    });

    test("have units", async () => {
        observe({ type: "deleterFinished", processId, deleter: "files", durationInMs: 1 });
        observe({ type: "deleted", processId, lagInMs: 1 });
        const units = (await sdk.metrics()).map(({ descriptor }) => [descriptor.name, descriptor.unit]);
        expect(units).toContainEqual(["identity_deletion.deleter.duration", "s"]);
        expect(units).toContainEqual(["identity_deletion.deleted", "{process}"]);
    });
});

describe("The spans", () => {
    test("are one for the step from the claim to the tombstone, with the deleters and the notice as children", () => {
        observe(
            { type: "claimed", processId, lagInMs: 5 },
            { type: "deleterFinished", processId, deleter: "files", durationInMs: 400 },
            { type: "deleterFailed", ...failed, deleter: "rows" },
            { type: "deleterFinished", processId, deleter: "rows", durationInMs: 9_999 },
            { type: "finalNoticeSent", processId, durationInMs: 100 },
            { type: "deleted", processId, lagInMs: 7 }
        );
        const step = sdk.spans.at(-1)!;
        const children = sdk.spans.slice(0, -1);
        expect(step).toMatchObject({ name: "identity_deletion.deletion", parentSpanContext: undefined });
        expect(step.attributes).toStrictEqual({
            "identity_deletion.processId": processId,
            "identity_deletion.lagInMs": 7,
            "identity_deletion.outcome": "deleted"
        });
        expect(step.status.code).toBe(SpanStatusCode.UNSET);
        expect([milliseconds(step.startTime), milliseconds(step.endTime)]).toStrictEqual([1_000_000, 1_005_000]);
        expect(children.map(({ parentSpanContext }) => parentSpanContext?.spanId)).toStrictEqual(
            children.map(() => step.spanContext().spanId)
        );
        expect(
            children.map(({ name, startTime, endTime, status }) => [
                name,
                milliseconds(startTime),
                milliseconds(endTime),
                status.code
            ])
        ).toStrictEqual([
            ["identity_deletion.deleter", 1_000_600, 1_001_000, SpanStatusCode.UNSET],
            ["identity_deletion.deleter", 1_001_500, 1_002_000, SpanStatusCode.ERROR],
            // No child begins before its parent, whatever a clock says.
            ["identity_deletion.deleter", 1_000_000, 1_003_000, SpanStatusCode.UNSET],
            ["identity_deletion.final_notice", 1_003_900, 1_004_000, SpanStatusCode.UNSET]
        ]);
        expect(children[1].attributes).toMatchObject({
            "identity_deletion.deleter": "rows",
            "identity_deletion.errorName": "TypeError"
        });
    });

    test.each<[string, LifecycleEvent, SpanStatusCode]>([
        ["a planned retry", { type: "retryPlanned", processId, attempt: 1, nextAttemptInMs: 1 }, SpanStatusCode.ERROR],
        ["parking", { type: "parked", processId, deleters: ["files"], attempts: 12 }, SpanStatusCode.ERROR],
        ["a store that fails", { type: "interrupted", processId, errorName: "Error" }, SpanStatusCode.ERROR],
        ["a stop", { type: "interrupted", processId, errorName: "Stopped" }, SpanStatusCode.UNSET],
        ["somebody else", { type: "lostRace", processId }, SpanStatusCode.UNSET]
    ])("end with %s", (_, event, code) => {
        observe({ type: "resumed", processId, attempt: 2, leaseHadExpired: true }, event);
        expect(sdk.spans.map(({ status, attributes }) => [status.code, attributes])).toMatchObject([
            [code, { "identity_deletion.outcome": event.type, "identity_deletion.leaseHadExpired": true }]
        ]);
    });

    test("end with a final notice that is tried again another time, at its moment", () => {
        const notice: LifecycleEvent = { type: "finalNoticeFailed", ...failed, nextAttemptInMs: 1 };
        observe({ type: "claimed", processId, lagInMs: 5 }, notice);
        expect(sdk.spans).toHaveLength(1);
        observe(runFinished);
        expect(sdk.spans.map(({ name, endTime }) => [name, milliseconds(endTime)])).toStrictEqual([
            ["identity_deletion.final_notice", 1_001_000],
            ["identity_deletion.deletion", 1_001_000]
        ]);
    });

    test("go on after a final notice that is given up", () => {
        observe(
            { type: "claimed", processId, lagInMs: 5 },
            { type: "finalNoticeFailed", ...failed, nextAttemptInMs: 1 },
            { type: "finalNoticeGivenUp", processId },
            { type: "deleted", processId, lagInMs: 7 }
        );
        const { endTime, attributes } = sdk.spans.at(-1)!;
        expect(attributes).toMatchObject({ "identity_deletion.outcome": "deleted" });
        expect(milliseconds(endTime)).toBe(1_003_000);
    });

    test("do not stay open where a step was never heard to end", () => {
        const resumed: LifecycleEvent = { type: "resumed", processId, attempt: 2, leaseHadExpired: false };
        observe({ type: "claimed", processId, lagInMs: 5 }, runFinished, resumed);
        expect(sdk.spans.map(({ name }) => name)).toStrictEqual(["identity_deletion.deletion"]);
    });

    test("are one for each reminder, and none for what ends a step that never began", () => {
        observe(
            { type: "reminderSent", processId, daysBeforeEnd: 5, durationInMs: 20 },
            { type: "lostRace", processId },
            { type: "finalNoticeFailed", ...failed, nextAttemptInMs: 1 },
            runFinished
        );
        expect(sdk.spans.map(({ name, parentSpanContext }) => [name, parentSpanContext])).toStrictEqual([
            ["identity_deletion.reminder", undefined],
            ["identity_deletion.final_notice", undefined]
        ]);
    });
});

test("without an SDK nothing is measured, and nothing fails", () => {
    const none = LifecycleTelemetry.create();
    expect(() => {
        none.observe({ type: "claimed", processId, lagInMs: 5 });
        none.observe({ type: "deleted", processId, lagInMs: 5 });
        none.watch({ status: async () => await Promise.reject(new Error("not asked")) })();
    }).not.toThrow();
});
