import * as fc from "fast-check";
import { DateTime } from "luxon";
import { IdentityDeletionProcess } from "../../../src/domain/IdentityDeletionProcess";
import { ReminderSchedule } from "../../../src/lifecycle/reminders/ReminderSchedule";

const day = 86_400_000;
const creation = Date.parse("2026-11-23T10:00:00.000Z");

const at = (moment: number): DateTime => DateTime.fromMillis(moment, { zone: "utc" });
const text = (moment: number): string => new Date(moment).toISOString();

function processOf(lengthInDays: number): IdentityDeletionProcess {
    return IdentityDeletionProcess.initiate("IDP00000000000000001", at(creation), "DVC00000000000000001", lengthInDays);
}

describe(ReminderSchedule.name, () => {
    const schedule = new ReminderSchedule([5, 12, 10]);

    test("looks first at the first reminder, and at the end where none is left", () => {
        expect(schedule.firstDueDate(processOf(14))).toBe(text(creation + 2 * day));
        expect(schedule.firstDueDate(processOf(11))).toBe(text(creation + day));
        expect(schedule.firstDueDate(processOf(5))).toBe(text(creation + 5 * day));
        expect(schedule.firstDueDate(processOf(1))).toBe(text(creation + day));
        expect(new ReminderSchedule([]).firstDueDate(processOf(14))).toBe(text(creation + 14 * day));
    });

    test("never looks at a process that has no end", () => {
        const endless = new IdentityDeletionProcess({ id: "IDP00000000000000001", status: "Active" });
        expect(schedule.firstDueDate(endless)).toBeNull();
        expect(schedule.latestDue(endless, at(creation), undefined)).toBeUndefined();
    });

    test("skips what is due at or before the creation", () => {
        expect(schedule.latestDue(processOf(10), at(creation), undefined)).toBeUndefined();
        expect(schedule.nextDueDate(processOf(10), at(creation))).toBe(text(creation + 5 * day));
        // Half a day longer, and the reminder is due half a day after the creation.
        expect(schedule.firstDueDate(processOf(10.5))).toBe(text(creation + day / 2));
    });

    test("sends at its very moment, the latest of those due, and none twice", () => {
        const process = processOf(14);
        expect(schedule.latestDue(process, at(creation + 2 * day - 1), undefined)).toBeUndefined();
        expect(schedule.latestDue(process, at(creation + 2 * day), undefined)).toBe(12);
        expect(schedule.latestDue(process, at(creation + 3 * day), 12)).toBeUndefined();
        expect(schedule.latestDue(process, at(creation + 4 * day), 12)).toBe(10);
        expect(schedule.latestDue(process, at(creation + 13 * day), undefined)).toBe(5);
        expect(schedule.latestDue(process, at(creation + 13 * day), 12)).toBe(5);
        expect(schedule.latestDue(process, at(creation + 13 * day), 5)).toBeUndefined();
    });

    test("sends none from the end on, and none that a clock set back would send again", () => {
        expect(schedule.latestDue(processOf(14), at(creation + 14 * day), undefined)).toBeUndefined();
        expect(schedule.latestDue(processOf(14), at(creation + 14 * day - 1), undefined)).toBe(5);
        expect(schedule.latestDue(processOf(14), at(creation + 3 * day), 5)).toBeUndefined();
    });

    test("reminds of one whose creation nobody knows", () => {
        const { gracePeriodEndsAt } = processOf(14).properties;
        const old = new IdentityDeletionProcess({ id: "IDP00000000000000001", status: "Active", gracePeriodEndsAt });
        expect(schedule.latestDue(old, at(creation), undefined)).toBeUndefined();
        expect(schedule.latestDue(old, at(creation + 2 * day), undefined)).toBe(12);
    });

    test("whoever looks whenever the schedule says is sent every reminder once, in its window, and then the end", () => {
        const days = fc.uniqueArray(fc.double({ min: 0.001, max: 30, noNaN: true }), { maxLength: 5 });
        const length = fc.double({ min: 0.01, max: 40, noNaN: true });
        fc.assert(
            fc.property(days, length, (reminders, lengthInDays) => {
                const process = processOf(lengthInDays);
                const end = Date.parse(process.properties.gracePeriodEndsAt!);
                const any = new ReminderSchedule(reminders);
                const sent: number[] = [];
                let look = Date.parse(any.firstDueDate(process)!);
                while (look < end) {
                    const due = any.latestDue(process, at(look), sent.at(-1));
                    // Two in one millisecond: the later one.
                    if (due !== undefined) sent.push(due);
                    const next = Date.parse(any.nextDueDate(process, at(look))!);
                    expect(next).toBeGreaterThan(look);
                    look = next;
                }
                expect(look).toBe(end);
                expect(any.latestDue(process, at(end), sent.at(-1))).toBeUndefined();
                const moments = new Set(reminders.map((each) => end - Math.round(each * day)));
                const inWindow = [...moments].filter((moment) => moment > creation && moment < end);
                expect(sent.map((each) => end - Math.round(each * day))).toStrictEqual(inWindow.sort((a, b) => a - b));
            })
        );
    });
});
