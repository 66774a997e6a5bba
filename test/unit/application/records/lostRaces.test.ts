import { ErrorCode, PersistenceError, type PersistenceErrorKind } from "../../../../src";
import { hasWon, isLostRace, LostRace, raced, retryLostRaces } from "../../../../src/application/records/lostRaces";
import { meaninglessThings } from "../../../support/thrownThings";

const lost: PersistenceErrorKind[] = ["slotTaken", "duplicate", "staleRevision", "notFound"];
const broken: PersistenceErrorKind[] = ["unavailable", "corrupt", "newerVersion"];
const refusing = (error: unknown) => async (): Promise<never> => await Promise.reject(error);

describe("A write", () => {
    test.each(lost)("that the store refuses as %s has lost against another writer", async (kind) => {
        const cause = new PersistenceError(kind, "refused");
        await expect(hasWon(refusing(cause))).resolves.toBe(false);
        await expect(raced(refusing(cause))).rejects.toMatchObject({
            name: "LostRace",
            message: "Another writer was faster.",
            cause
        });
    });

    test.each(broken)("that the store answers with %s has lost against nobody", async (kind) => {
        const error = new PersistenceError(kind, "broken");
        await expect(hasWon(refusing(error))).rejects.toBe(error);
        await expect(raced(refusing(error))).rejects.toBe(error);
    });

    test("that the store carries out has won", async () => {
        await expect(hasWon(async () => await Promise.resolve())).resolves.toBe(true);
    });
});

describe(isLostRace.name, () => {
    test("knows one", () => {
        expect(isLostRace(new LostRace())).toBe(true);
    });

    test.each(meaninglessThings)("is none and does not throw at %s", (_, thing) => {
        expect(isLostRace(thing())).toBe(false);
    });
});

describe(retryLostRaces.name, () => {
    test("starts over until no other writer is faster, and says how often one was", async () => {
        const told: number[] = [];
        const answer = await retryLostRaces(async (lostRaces) => {
            told.push(lostRaces);
            if (lostRaces < 3) throw new LostRace();
            return await Promise.resolve("done");
        });
        expect([answer, told]).toEqual(["done", [0, 1, 2, 3]]);
    });

    test("passes on at once what is no lost race", async () => {
        const error = new PersistenceError("unavailable", "gone");
        const work = jest.fn(refusing(error));
        await expect(retryLostRaces(work)).rejects.toBe(error);
        expect(work).toHaveBeenCalledTimes(1);
    });

    test("ends where the store refuses a hundred times, and names the last refusal", async () => {
        let last: PersistenceError | undefined;
        const work = jest.fn(async () => {
            last = new PersistenceError("staleRevision", "refused");
            return await Promise.reject(new LostRace("lost", { cause: last }));
        });
        const thrown: unknown = await retryLostRaces(work).catch((error: unknown) => error);
        expect(thrown).toMatchObject({ code: ErrorCode.storeIsCorrupt });
        expect((thrown as Error).cause).toBe(last);
        expect(work).toHaveBeenCalledTimes(100);
    });
});
