import type { DeletionContext, FinalNotice } from "../../../../src/lifecycle";
import type { StoredRecord } from "../../../../src";
import { millisecondsPerDay, whyNotAgain, type Attempt, type Course } from "./Course";
import type { Faults } from "./Faults";
import type { Life } from "./Life";

/** Parts of whatever the simulation gives a person, and of what its deleters throw. */
const namesOfPersons = /did:e:|DVC0000|DVCsimulated|secret/;

/** What the deletion itself has to keep to. */
export class DeletionRules {
    public constructor(
        private readonly faults: Faults,
        private readonly timeoutInMs: number,
        private readonly dependencies: ReadonlyMap<string, readonly string[]>
    ) {}

    /** `life` is about to write that the process is being deleted. */
    public claims(course: Course, life: Life): void {
        this.faults.require(life.present >= course.endsAt, "early", () => `${life.name} claims ${told(course, life)}`);
    }

    public begins(course: Course, life: Life, name: string, address: string, { fencing }: DeletionContext): Attempt {
        const { faults } = this;
        const what = (): string => `${name} of ${told(course, life)}`;
        faults.require(life.present >= course.endsAt && course.status !== "Active", "early", what);
        faults.require(course.status !== "Cancelled", "cancelledAndDeleted", what);
        faults.require(course.status !== "Deleted" && !course.done.includes(name), "twice", what);
        faults.require(address === course.address, "notAtAll", () => `${what()} was called for another`);
        const waitsFor = this.dependencies.get(name) ?? [];
        const isReady = waitsFor.every((each) => course.succeeded.has(each) || life.retired.includes(each));
        faults.require(isReady, "order", what);
        faults.require(fencing > course.greatestFencing || !course.deleters.has(name), "fencing", what);
        course.greatestFencing = Math.max(course.greatestFencing, fencing);
        const problem = whyNotAgain(course.deleters.get(name), life, this.timeoutInMs);
        if (problem !== undefined) faults.add(problem, what());

        const attempt: Attempt = { life, beganAt: life.time.present };
        course.deleters.set(name, attempt);
        return attempt;
    }

    public notifies(course: Course, life: Life, { address, idempotencyKey: key }: FinalNotice): Attempt {
        const { faults } = this;
        const what = (): string => `the final notice for ${told(course, life)}`;
        faults.require(this.isDone(course, life) && course.status === "Deleting", "finalNotice", what);
        const isRight = address === course.address && (course.notice?.key ?? key) === key;
        faults.require(isRight, "finalNotice", () => `${what()}: for another, or with another key`);
        const isAllowed = whyNotAgain(course.notice, life, this.timeoutInMs) === undefined;
        faults.require(isAllowed, "finalNotice", () => `${what()}, again`);
        const attempt = { life, beganAt: life.time.present, key };
        course.notice = attempt;
        return attempt;
    }

    /** The store says that these are done. */
    public checkpoint(course: Course, done: readonly string[]): void {
        const isTrue = done.every((name) => course.succeeded.has(name));
        this.faults.require(isTrue, "notAtAll", () => `${course.processId} has ${done.join()} as done`);
    }

    /** `others`: the keys of whatever else the store has of that Identity. */
    public tombstoneWritten(course: Course, life: Life, record: StoredRecord, others: number): void {
        const { faults } = this;
        const what = (): string => `the tombstone of ${told(course, life)}`;
        faults.require(this.isDone(course, life), "notAtAll", what);
        const wasTold =
            course.noticeSucceeded || life.present - (course.allDoneAt ?? Infinity) >= millisecondsPerDay - 60_000;
        faults.require(course.notice !== undefined && wasTold, "finalNotice", what);
        faults.require(others === 0, "leftBehind", () => `${what()}: ${others} other records`);
        this.requireTombstone(course, record);
    }

    public requireTombstone(course: Course, record: StoredRecord | undefined): void {
        const isSo = record !== undefined && isNameless(course, record);
        this.faults.require(isSo, "names", () => `${course.processId}: ${JSON.stringify(record)}`);
    }

    /** Whether every deleter has truly succeeded: of those that the worker knows, and those that the deletion was begun with. */
    public isDone(course: Course, life: Life): boolean {
        return [...life.deleterNames, ...course.promised].every(
            (name) => course.succeeded.has(name) || life.retired.includes(name)
        );
    }
}

/** A tombstone holds the id and the status, and what the port needs; no date of the person's. */
function isNameless(course: Course, record: StoredRecord): boolean {
    const { key, identityKey, slot, lookup, revision, createdAt, dueAt, unsettled, data, ...more } = record;
    const isOfForm =
        Object.keys(more).length === 0 &&
        slot === identityKey &&
        lookup === `${identityKey}#${course.processId}` &&
        Number.isInteger(revision) &&
        dueAt === null &&
        !unsettled &&
        JSON.stringify(data) === JSON.stringify({ process: { id: course.processId, status: "Deleted" } });
    const text = JSON.stringify(record);
    return (
        isOfForm &&
        Date.parse(createdAt) !== course.createdAt &&
        !namesOfPersons.test(text) &&
        !text.includes(course.address)
    );
}

function told({ processId, status, endsAt }: Course, life: Life): string {
    const end = new Date(endsAt).toISOString();
    return `${processId} (${status}, end ${end}) by ${life.name} at ${life.now().toISO()}`;
}
