import type { StoredRecord } from "../../../ports/PersistencePort";
import { expectEqual, expectFailure } from "../assertions";
import type { ContractGroup } from "../ContractGroup";
import type { DatabaseUnderTest } from "../DatabaseUnderTest";
import { expectContent, insertAll } from "../expectContent";
import { next } from "../RecordFactory";

/** Each differs from a neighbour by little that a database might overlook, or means something to one. */
const confusable: readonly string[] = [
    ...["did:e:example.org:dids:ab", "did:e:example.org:dids:AB", "did:e:example.org:dids:a", "did:e:example.org"],
    ...["a", "A", "a ", " a", "a\t", "aa", "a%", "%", "a_", "_", "a*", "a?", "a.", "a#", "#", "a#a"],
    ...["a'", 'a"', "a\\", "a\\\\", "a`", "a;", "a--", "a$", "$ne", "a/b", "a:b", "a,b", "[a]", "{a}"],
    ...["\u00e9", "e\u0301", "e", "E", "stra\u00dfe", "strasse", "\u0130", "i", "\u0131", "I", "\u212a", "K", "k"],
    ...["\u{1f600}", "\u{1f601}", "\u540d\u524d", "a\u200b", "a\u00ad", "\ufeffa", "\uff41", "\u0430"],
    ...["1", "01", "1.0", "1e0", "0", "-0", "null", "undefined", "true", "NaN", "__proto__", "constructor", "toString"],
    ...["x".repeat(80), `${"x".repeat(79)}y`, "\u{1f600}".repeat(40)]
];

export const isolation: ContractGroup = (test) => {
    test("keeps Identities apart whose keys look alike, by every read", async (database) => {
        const port = await database.open();
        const records = confusable.flatMap((identityKey) => recordsOf(database, identityKey));
        await insertAll(port, records);

        await expectContent("A read never returns a record of another Identity.", port, records);
    });

    test("finds nothing for an Identity that only resembles others", async (database) => {
        const port = await database.open();
        const records = confusable
            .filter((_, index) => index % 2 === 0)
            .flatMap((identityKey) => recordsOf(database, identityKey));
        await insertAll(port, records);

        const absent = confusable.filter((_, index) => index % 2 === 1);
        await expectContent("A read never returns a record of another Identity.", port, records, absent);
    });

    test("finds by exactly the lookup that is asked for", async (database) => {
        const port = await database.open();
        const [identityKey, process] = ["did:e:example.org:dids:\u00e9 a_%", "IDPaaaaaaaaaaaaaaaaa"];
        const lookup = `${identityKey}#${process}`;
        await port.insert(database.records.holder(identityKey, { lookup }));

        const similar = [
            ...[lookup.slice(0, -1), `${lookup}a`, lookup.slice(1), lookup.toUpperCase(), lookup.toLowerCase()],
            ...[lookup.normalize("NFD"), `${lookup} `, ` ${lookup}`, `${lookup}\t`, lookup.replace("#", "# ")],
            ...[
                identityKey,
                process,
                `#${process}`,
                `%#${process}`,
                `${identityKey}#%`,
                `${identityKey}#IDP_`,
                "%",
                "*"
            ],
            ...[lookup.replace("_", "%"), lookup.replace("%", "_"), lookup.replace("a_%", "a_b"), ""]
        ];
        for (const asked of similar) {
            const found = await port.findByLookup(asked);
            expectEqual(`findByLookup finds exactly the lookup, and nothing for ${asked}.`, found, undefined);
        }
    });

    test("updates a record in the name of its own Identity only", async (database) => {
        const port = await database.open();
        const [alice, bob] = [database.records.identity(), database.records.identity()];
        const [hers, his] = [database.records.holder(alice), database.records.past(bob)];
        await insertAll(port, [hers, his]);

        const strange = next(hers, { identityKey: bob, slot: bob, lookup: `${bob}#IDPbbbbbbbbbbbbbbbbb`, data: {} });
        const obligation = "A record of another Identity is not found.";
        await expectFailure(obligation, "notFound", () => port.update(strange, 1));
        await expectContent("A refused update changes nothing.", port, [hers, his]);
    });

    test("deletes a record in the name of its own Identity only", async (database) => {
        const port = await database.open();
        const [alice, bob] = [database.records.identity(), database.records.identity()];
        const [hers, his] = [database.records.holder(alice), database.records.holder(bob)];
        await insertAll(port, [hers, his]);

        const obligation = "A record of another Identity is not found.";
        await expectFailure(obligation, "notFound", () => port.delete(bob, hers.key, 1));
        await expectContent("A refused delete changes nothing.", port, [hers, his]);
    });

    test("does not show an Identity a record of another that holds its slot", async (database) => {
        const port = await database.open();
        const [alice, bob] = [database.records.identity(), database.records.identity()];
        const hers = database.records.past(alice, { slot: bob });
        await port.insert(hers);
        expectEqual("findCurrent never returns a record of another Identity.", await port.findCurrent(bob), []);

        const his = database.records.past(bob, { unsettled: true });
        await port.insert(his);
        expectEqual("findCurrent never returns a record of another Identity.", await port.findCurrent(bob), [his]);
    });

    test("begins the page of an Identity at whatever position is named", async (database) => {
        const port = await database.open();
        const [alice, bob] = [database.records.identity(), database.records.identity()];
        const [first, his, second] = [alice, bob, alice].map((identityKey) => database.records.past(identityKey));
        await insertAll(port, [first, his, second]);

        const page = await port.list(alice, { createdAt: his.createdAt, key: his.key });
        expectEqual("A position of another Identity's record leads to one's own.", page, [second]);
    });
};

function recordsOf(database: DatabaseUnderTest, identityKey: string): StoredRecord[] {
    return [database.records.past(identityKey, { unsettled: true }), database.records.holder(identityKey)];
}
