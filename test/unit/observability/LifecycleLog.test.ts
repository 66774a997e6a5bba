import type { ILogger, ILoggerFactory } from "@js-soft/logging-abstractions";
import { DataEvent, EventEmitter2EventBus } from "@js-soft/ts-utils";
import { IdentityDeletionProcessStatusChangedEvent } from "../../../src";
import type { LifecycleEvent } from "../../../src/lifecycle";
import { LifecycleLog, type Logger, type LoggerFactory } from "../../../src/observability";
import { RecordingLogger } from "../../support/lifecycle/RecordingLogger";
import { alice } from "../../support/fixtures";

const processId = "IDP00000000000000001";
const nothing = { found: 0, planned: 0, reminded: 0, claimed: 0, deleted: 0, failed: 0, parked: 0 };
const summary = { ...nothing, lost: 0, interrupted: 0, unreadable: 0 };
const failed = { processId, errorName: "Error", durationInMs: 1, hasTimedOut: false };

/** One of each kind. The compiler has it complete. */
const events: { readonly [Type in LifecycleEvent["type"]]: Omit<Extract<LifecycleEvent, { type: Type }>, "type"> } = {
    planned: { processId },
    reminderSent: { processId, daysBeforeEnd: 5, durationInMs: 1 },
    reminderFailed: { ...failed, daysBeforeEnd: 5, nextAttemptInMs: 1 },
    claimed: { processId, lagInMs: 1 },
    resumed: { processId, attempt: 2, leaseHadExpired: false },
    deleterFinished: { processId, deleter: "files", durationInMs: 1 },
    deleterFailed: { ...failed, deleter: "files" },
    retryPlanned: { processId, attempt: 1, nextAttemptInMs: 1 },
    parked: { processId, deleters: ["files"], attempts: 12 },
    unparked: { processId },
    finalNoticeSent: { processId, durationInMs: 1 },
    finalNoticeFailed: { ...failed, nextAttemptInMs: 1 },
    finalNoticeGivenUp: { processId },
    deleted: { processId, lagInMs: 1 },
    lostRace: { processId },
    interrupted: { processId, errorName: "PersistenceError" },
    completionFailed: { processId, errorName: "PersistenceError" },
    unreadableRecord: { key: "0000000000abcdefghijklmnop" },
    runFinished: { summary: { ...summary, found: 1 }, durationInMs: 1, oldestLagInMs: 0 },
    runFailed: { errorName: "PersistenceError", nextAttemptInMs: 1 }
};

const levels: Readonly<Record<LifecycleEvent["type"], string>> = {
    planned: "debug",
    reminderSent: "info",
    reminderFailed: "warn",
    claimed: "info",
    resumed: "info",
    deleterFinished: "info",
    deleterFailed: "warn",
    retryPlanned: "info",
    parked: "error",
    unparked: "info",
    finalNoticeSent: "info",
    finalNoticeFailed: "warn",
    finalNoticeGivenUp: "warn",
    deleted: "info",
    lostRace: "debug",
    interrupted: "warn",
    completionFailed: "warn",
    unreadableRecord: "error",
    runFinished: "info",
    runFailed: "error"
};

describe(LifecycleLog.name, () => {
    test.each(Object.keys(events) as LifecycleEvent["type"][])("writes %s as a sentence and its fields", (type) => {
        const logger = new RecordingLogger();
        LifecycleLog.to(logger).observe({ type, ...events[type] } as LifecycleEvent);
        expect(logger.entries).toStrictEqual([
            {
                level: levels[type],
                messages: [expect.stringMatching(/^[A-Z].*\.$/), expect.objectContaining({ event: type })]
            }
        ]);
    });

    test.each<[string, LifecycleEvent, string]>([
        ["a lease that had run out", { type: "resumed", processId, attempt: 1, leaseHadExpired: true }, "warn"],
        ["a stop that was asked for", { type: "interrupted", processId, errorName: "Stopped" }, "info"]
    ])("gives %s the weight that it has", (_, event, level) => {
        const logger = new RecordingLogger();
        LifecycleLog.to(logger).observe(event);
        expect(logger.entries.map((entry) => entry.level)).toStrictEqual([level]);
    });

    test("writes of a run what it did, and no counts of what it did not", () => {
        const logger = new RecordingLogger();
        const done = { ...summary, found: 2, planned: 1, deleted: 1 };
        LifecycleLog.to(logger).observe({ type: "runFinished", summary: done, durationInMs: 3, oldestLagInMs: 0 });
        const fields = { event: "runFinished", durationInMs: 3, oldestLagInMs: 0, found: 2, planned: 1, deleted: 1 };
        expect(logger.entries).toStrictEqual([{ level: "info", messages: ["A run is finished.", fields] }]);
    });

    test("thinks little of a run that only planned", () => {
        const logger = new RecordingLogger();
        const planned = { ...summary, found: 1, planned: 1 };
        LifecycleLog.to(logger).observe({ type: "runFinished", summary: planned, durationInMs: 1, oldestLagInMs: 0 });
        expect(logger.entries.map(({ level }) => level)).toStrictEqual(["debug"]);
    });

    test("writes nothing of a run that found nothing", () => {
        const logger = new RecordingLogger();
        LifecycleLog.to(logger).observe({ type: "runFinished", summary, durationInMs: 1, oldestLagInMs: 0 });
        expect(logger.entries).toStrictEqual([]);
    });

    test("asks a factory for a logger of its own name", () => {
        const logger = new RecordingLogger();
        const getLogger = jest.fn((_name: string) => logger);
        LifecycleLog.to({ getLogger }).observe({ type: "unparked", processId });
        expect(getLogger.mock.calls).toStrictEqual([["IdentityDeletionLifecycle"]]);
        expect(logger.entries).toHaveLength(1);
    });

    test("writes what people do, by the process alone, until it is ended", () => {
        const logger = new RecordingLogger();
        const bus = new EventEmitter2EventBus(() => undefined);
        const end = LifecycleLog.to(logger).listenTo(bus);
        const publish = (status: string): void => {
            const dto = { id: processId, status, createdByDevice: alice.deviceId };
            bus.publish(new IdentityDeletionProcessStatusChangedEvent(alice.address, dto));
        };
        for (const status of ["Active", "Deleting", "Deleted", "Cancelled"]) publish(status);
        end();
        publish("Active");
        expect(logger.entries.map(({ messages }) => messages[1])).toStrictEqual([
            { event: "initiated", processId },
            { event: "cancelled", processId }
        ]);
    });

    test("is not troubled by an event that is none, nor the bus by a logger that fails", () => {
        const errors: unknown[] = [];
        const bus = new EventEmitter2EventBus((error) => errors.push(error));
        const logger: Logger = Object.assign(new RecordingLogger(), {
            info: () => {
                throw new Error("The disk is full.");
            }
        });
        LifecycleLog.to(logger).listenTo(bus);
        const { namespace } = IdentityDeletionProcessStatusChangedEvent;
        bus.publish(new DataEvent(namespace, undefined));
        bus.publish(new IdentityDeletionProcessStatusChangedEvent(alice.address, { id: processId, status: "Active" }));
        expect(errors).toStrictEqual([]);
    });

    test("takes the loggers of @js-soft/logging-abstractions: the compiler says so", () => {
        const asLogger = (logger: ILogger): Logger => logger;
        const asFactory = (factory: ILoggerFactory): LoggerFactory => factory;
        const logger = new RecordingLogger();
        expect(asLogger(logger)).toBe(logger);
        const factory: ILoggerFactory = { getLogger: () => logger };
        expect(asFactory(factory)).toBe(factory);
    });
});
