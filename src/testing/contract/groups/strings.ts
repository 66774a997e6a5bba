import type { StoredRecord } from "../../../ports/PersistencePort";
import { expectEqual, outcomeOf } from "../assertions";
import type { ContractGroup } from "../ContractGroup";
import type { DatabaseUnderTest } from "../DatabaseUnderTest";
import { endOfTime, expectContent, insertAll } from "../expectContent";
import { expectHeld } from "../expectRefused";
import { allScanned } from "../pages";
import { next } from "../RecordFactory";

const maxKeyLength = 64;
const maxIdentityKeyLength = 80;
const maxLookupLength = 145;
const tooMany = [1, 200, 2_000];

/** Identity keys of the greatest length; each pair differs in its last character only. */
const identityKeysOfMaxLength: Readonly<Record<string, readonly [string, string]>> = {
    "ASCII characters": pair("x", "y"),
    "characters of three bytes": pair("\u540d", "\u524d"),
    "U+FFFD and U+FFFF": pair("\ufffd", "\uffff"),
    "surrogate pairs": [
        "\u{1f600}".repeat(maxIdentityKeyLength / 2),
        `${"\u{1f600}".repeat(maxIdentityKeyLength / 2 - 1)}\u{1f601}`
    ]
};

/** Keys and ids that a collation takes for the same. */
const pairs: readonly (readonly [string, string])[] = [
    ["abc", "ABC"],
    ["abc", "abC"],
    ["a-b", "ab"],
    ["a", "a~"],
    ["~", "!"],
    ["a_", "a%"],
    ["a'", "a`"]
];

/**
 * Identity keys that an encoding makes the same that puts U+0004 before control characters, but in short strings only, as
 * the keys of some embedded stores do: the one is short and has it put there, the other is long and has it itself.
 */
const escapes = new Set(
    ["\u0001", "\u0002", "\u0003", "\u0004"].flatMap((control) => {
        return [10, 20, 40].flatMap((length) => [control.repeat(length), `\u0004${control}`.repeat(length)]);
    })
);

export const strings: ContractGroup = (test) => {
    for (const [kind, identityKeys] of Object.entries(identityKeysOfMaxLength)) {
        test(`stores the longest strings: ${kind}`, async (database) => {
            const port = await database.open();
            // Records outside the slot, and those that hold it: their slots are as long as their identity keys.
            const records = identityKeys.flatMap((identityKey, index): StoredRecord[] => {
                const [one, other] = ["1", "2"].map((end) => `${"k".repeat(maxKeyLength - 2)}${index}${end}`);
                return [
                    database.records.past(identityKey, { key: one, lookup: `${identityKey}#${one}`, unsettled: true }),
                    database.records.holder(identityKey, { key: other, lookup: `${identityKey}#${other}` })
                ].map((record) => ({ ...record, dueAt: endOfTime }));
            });
            await insertAll(port, records);

            await expectContent("Strings of the greatest length come back whole.", port, records);
            for (const [index, record] of records.entries()) {
                records[index] = next(record, { data: { updated: true } });
                await port.update(records[index], 1);
            }
            await expectContent("Strings of the greatest length are found by updates.", port, records);
        });
    }

    test("tells keys apart that differ by little, also in their last character", async (database) => {
        const port = await database.open();
        const identityKey = database.records.identity();
        const keys = [...pairs.flat(), ...lastCharacters("key")];
        const records = [...new Set(keys)].map((key) => database.records.past(identityKey, { key }));
        await insertAll(port, records);

        await expectContent("Keys, and slots that are keys, are equal only code unit by code unit.", port, records);
        const [first] = records;
        await port.delete(identityKey, first.key, 1);
        await expectContent("A delete takes exactly the key that is named.", port, records.slice(1));
    });

    test("tells lookups apart that differ by little, also in their last character", async (database) => {
        const port = await database.open();
        const identityKey = "\u00e9".repeat(maxIdentityKeyLength);
        const ids = [...new Set([...pairs.flat(), ...lastCharacters("id")])];
        const records = ids.map((id) => database.records.past(identityKey, { lookup: `${identityKey}#${id}` }));
        await insertAll(port, records);

        await expectContent("Lookups are equal only code unit by code unit.", port, records);
        const normalized = `${identityKey.normalize("NFD")}#${ids[0]}`;
        expectEqual("No normal form is another's.", await port.findByLookup(normalized), undefined);
    });

    test("tells Identities apart where one key has escape characters and the other has what they stand for", async (database) => {
        const port = await database.open();
        const records = [...escapes].map((identityKey) => database.records.holder(identityKey, { dueAt: endOfTime }));
        await insertAll(port, records);

        await expectContent("Identity keys and slots are equal only code unit by code unit.", port, records);
    });

    test("tells lookups apart where one has escape characters and the other has what they stand for", async (database) => {
        const port = await database.open();
        const records = [...escapes].map((identityKey) => {
            return database.records.past(identityKey, { lookup: `${identityKey}#IDPeeeeeeeeeeeeeeeee` });
        });
        await insertAll(port, records);

        await expectContent("Lookups are equal only code unit by code unit.", port, records);
    });

    test("holds slots, keys and lookups of the greatest length", async (database) => {
        const port = await database.open();
        const stored = identityKeysOfMaxLength["characters of three bytes"].map((identityKey, index): StoredRecord => {
            const key = `${"k".repeat(maxKeyLength - 1)}${index}`;
            return database.records.holder(identityKey, { key, lookup: `${identityKey}#${key}` });
        });
        await insertAll(port, stored);

        await expectHeld("What is long is held like anything else.", { database, port, stored });
    });

    test("stores what is too long as it is, or refuses it, and never cuts it", async (database) => {
        const port = await database.open();
        for (const more of tooMany) {
            for (const [column, record] of Object.entries(tooLong(database, more))) {
                const obligation = `A ${column} that is too long is stored as it is, or unavailable.`;
                const outcome = await outcomeOf(obligation, () => port.insert(record));
                if (outcome !== "done") expectEqual(obligation, outcome, "unavailable");
                const stored = outcome === "done" ? [record] : [];
                expectEqual(obligation, await allScanned(port), stored);
                for (const { identityKey, key } of stored) await port.delete(identityKey, key, 1);
            }
        }
    });
};

/** A record that is too long by so many characters, by one of its columns. */
function tooLong({ records }: DatabaseUnderTest, more: number): Readonly<Record<string, StoredRecord>> {
    const text = (length: number): string => "l".repeat(length + more);
    return {
        key: records.past(records.identity(), { key: text(maxKeyLength) }),
        identityKey: records.past(text(maxIdentityKeyLength)),
        slot: records.past(records.identity(), { slot: text(maxIdentityKeyLength) }),
        lookup: records.past(records.identity(), { lookup: text(maxLookupLength) })
    };
}

/** Of each length up to the greatest, two that differ in their last character. */
function lastCharacters(beginning: string): string[] {
    const lengths = [8, 16, 20, 26, 32, 36, 40, 50, 63, maxKeyLength];
    return lengths.flatMap((length) => ["a", "b"].map((last) => beginning.padEnd(length - 1, "-") + last));
}

function pair(character: string, last: string): [string, string] {
    return [character.repeat(maxIdentityKeyLength), character.repeat(maxIdentityKeyLength - 1) + last];
}
