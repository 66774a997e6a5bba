import type { PersistencePort } from "../../../ports/PersistencePort";
import { allOf, expectEqual, expectFailure, outcomeOf, outcomesOf } from "../assertions";
import type { ContractGroup } from "../ContractGroup";
import { expectContent } from "../expectContent";
import { expectUnavailable } from "../expectUnavailable";
import { next } from "../RecordFactory";

const callsUnderWay = 20;

export const openAndClose: ContractGroup = (test) => {
    test("answers everything with unavailable before it is opened", async (database) => {
        await expectUnavailable(database, database.connect());
    });

    test("may be opened more than once", async (database) => {
        const port = await database.open();
        const record = database.records.holder(database.records.identity());
        await port.insert(record);

        await port.open();

        await expectContent("Opening an open port leaves what is there as it is.", port, [record]);
        await port.update(next(record), 1);
    });

    test("may be opened more than once at the same moment", async (database) => {
        const port = database.connect();
        database.closeInTheEnd(port);

        await allOf([port.open(), port.open(), port.open()]);

        const record = database.records.holder(database.records.identity());
        await port.insert(record);
        await expectContent("A port that was opened twice at once works.", port, [record]);
    });

    test("answers everything with unavailable once it is closed", async (database) => {
        const port = await database.open();
        await port.insert(database.records.holder(database.records.identity()));
        await database.close(port);

        await expectUnavailable(database, port);
    });

    test("answers everything with unavailable from the moment that close is called", async (database) => {
        const port = await database.open();

        const closed = database.close(port);

        await allOf([expectUnavailable(database, port), closed]);
    });

    test("may be closed more than once, also at the same moment", async (database) => {
        const port = await database.open();

        await allOf([port.close(), port.close()]);
        await database.close(port);

        await expectUnavailable(database, port);
    });

    test("may be closed without having been opened", async (database) => {
        const port = database.connect();

        await port.close();

        await expectUnavailable(database, port);
    });

    test("may be closed while it is being opened", async (database) => {
        const port = database.connect();
        database.closeInTheEnd(port);

        const opened = outcomeOf("A call of open ends.", () => port.open());
        await port.close();

        const outcome = await opened;
        if (outcome !== "done") expectEqual("What close has overtaken is unavailable.", outcome, "unavailable");
        await expectUnavailable(database, port);
    });

    test("works again, or is unavailable, when it is opened after it was closed", async (database) => {
        const port = await database.open();
        await database.close(port);
        database.closeInTheEnd(port);

        const obligation = "A closed port can be opened again, or says that it cannot.";
        const outcome = await outcomeOf(obligation, () => port.open());

        if (outcome !== "done") expectEqual(obligation, outcome, "unavailable");
        else await port.insert(database.records.holder(database.records.identity()));
    });

    test("ends the calls that are under way when it is closed", async (database) => {
        const port = await database.open();
        const records = Array.from({ length: callsUnderWay }, () => {
            return database.records.holder(database.records.identity());
        });

        const obligation = "A call that is under way at close ends, as ever or with unavailable.";
        const ends = outcomesOf(
            obligation,
            records.map((record) => () => port.insert(record))
        );
        await database.close(port);

        for (const outcome of await ends) {
            if (outcome !== "done") expectEqual(obligation, outcome, "unavailable");
        }
    });

    test(
        "has told the truth about the writes that were under way when it was closed",
        async (database) => {
            const port = await database.open();
            const records = Array.from({ length: callsUnderWay }, () => {
                return database.records.holder(database.records.identity());
            });
            const ends = outcomesOf(
                "A call that is under way at close ends.",
                records.map((record) => () => port.insert(record))
            );
            await database.close(port);
            const outcomes = await ends;

            const after = await database.open();
            const written = records.filter((_, index) => outcomes[index] === "done");
            for (const { lookup } of written) {
                const found = await after.findByLookup(lookup);
                expectEqual("A write that has resolved is there.", found?.lookup, lookup);
            }
        },
        { durable: true }
    );

    test(
        "refuses a database of a newer version, each time",
        async (database) => {
            await database.close(await database.open());
            await database.makeNewer();

            for (let time = 1; time <= 3; time++) await expectNewerVersion(database.connect());
        },
        { hook: "makeNewer" }
    );
};

async function expectNewerVersion(port: PersistencePort): Promise<void> {
    const obligation = "open refuses a newer database, and writes nothing into it that would let it in later.";
    await expectFailure(obligation, "newerVersion", () => port.open());
    await port.close();
}
