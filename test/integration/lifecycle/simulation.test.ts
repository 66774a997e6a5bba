import { Lifecycle } from "../../../src/lifecycle";
import { breakages } from "../../support/lifecycle/simulation/breakages";
import { simulate } from "../../support/lifecycle/simulation/simulate";

jest.setTimeout(60_000);

/** The whole, as a command: `npm run simulate`. */
const sample = { identities: 160, days: 60 };

const troubles = [
    "deaths",
    "failures",
    "hangs",
    "heedless",
    "interrupted",
    "lease had expired",
    "lostRace",
    "parked",
    "reminderFailed",
    "finalNoticeFailed",
    "unparked"
];

describe(`${Lifecycle.name}, with four workers that die, hang and fail, for months`, () => {
    test("deletes nobody early, twice or not at all, and reminds everybody once", async () => {
        const total: Record<string, number> = {};
        for (const seed of [1, 2, 3, 4, 5]) {
            const { faults, counts } = await simulate({ ...sample, seed });
            expect([seed, faults]).toStrictEqual([seed, []]);
            for (const name of Object.keys(counts)) total[name] = (total[name] ?? 0) + counts[name];
        }
        // Otherwise nothing would have been shown.
        expect(total.deleted).toBeGreaterThan(200);
        expect(Object.keys(total)).toEqual(expect.arrayContaining(troubles));
    });

    test("comes out the same for the same seed, and not for another", async () => {
        const [one, same, other] = [
            await simulate({ seed: 1, identities: 30, days: 60 }),
            await simulate({ seed: 1, identities: 30, days: 60 }),
            await simulate({ seed: 2, identities: 30, days: 60 })
        ];
        expect(same).toStrictEqual(one);
        expect(other.digest).not.toBe(one.digest);
    });

    test.each(breakages)("would not be let through if it were one that $name", async ({ breakage, rules }) => {
        let rule: string | undefined;
        for (let seed = 1; rule === undefined && seed <= 10; seed++) {
            rule = (await simulate({ ...sample, seed, breakage })).faults.at(0)?.rule;
        }
        expect(rules).toContain(rule);
    });
});
