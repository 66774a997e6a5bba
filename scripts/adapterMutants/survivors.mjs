// The mutants that the contract kit does not find, each with what allows it. `npm run mutation:adapters` fails at any other.

const equal = "It does the same, with more work or less memory.";
const settings = "The kit cannot see: the server's settings, which decide what a crash of the machine leaves.";
const machine = "The kit cannot see: a crash of the machine.";
const cause = "The kit cannot see: what a driver's error, as a `cause`, holds for operators, and personal data in it.";
const released = "The kit cannot see: what an open port costs while it rests.";

/** As `[file, what is replaced, by what, why]`. */
export const survivors = [
    [
        "InMemoryPersistence.ts",
        "after && { ...after, dueAt: null }",
        "after || { ...after, dueAt: null }",
        "A position without a date is before all others, as none is."
    ],
    ["SortedKeys.ts", "after === undefined", "false", "No key is before the one that is not there."],
    ["InMemoryPersistence.ts", "next.slot !== record.slot", "true", equal],
    ["InMemoryPersistence.ts", "next.lookup !== record.lookup", "true", equal],
    ["InMemoryPersistence.ts", "history.isEmpty", "false", equal],
    ["InMemoryPersistence.ts", "slot === identityKey", "false", equal],
    ["InMemoryPersistence.ts", "slot === identityKey", "true", equal],
    ["InMemoryPersistence.ts", "slot === identityKey", "slot !== identityKey", equal],
    ["InMemoryPersistence.ts", "unsettled.size === 0", "false", equal],
    ["SortedRecords.ts", "{ return this.records.length === 0; }", "{}", equal],
    ["SortedRecords.ts", "this.records.length === 0", "false", equal],
    [
        "SortedRecords.ts",
        "last === undefined || this.compare(last, record[this.date]!, record.key) < 0",
        "false",
        equal
    ],
    ["SortedRecords.ts", "this.compare(last, record[this.date]!, record.key) < 0", "false", equal],
    [
        "SortedRecords.ts",
        "this.compare(last, record[this.date]!, record.key) < 0",
        "this.compare(last, record[this.date]!, record.key) <= 0",
        "No two records have one key: the two are never at the same place."
    ],
    ["SortedRecords.ts", "next[this.date] === record[this.date]", "false", equal],
    ["SortedRecords.ts", "index === this.records.length - 1", "false", equal],
    ["SortedRecords.ts", "this.records.length - 1", "this.records.length + 1", equal],
    ["SortedRecords.ts", "this.records[last] === record", "false", equal],
    ["SortedRecords.ts", "ownDate < date", "ownDate <= date", "Equal dates do not come here."],
    ["SortedRecords.ts", "record.key < key", "record.key <= key", "Equal keys do not come here."],
    [
        "Connection.mjs",
        "this.#opening === opening",
        "true",
        "Only `close` and `open` while a failing `open` is under way differ."
    ],
    ["Connection.mjs", "[this.#closing, ...this.#calls]", "[]", "The pool of `mariadb` waits for its calls as well."],
    [
        "MariaDbPersistence.mjs",
        '""',
        '"Stryker was here!"',
        "No record has that key, and no date is before the empty string."
    ],
    [
        "MariaDbPersistence.mjs",
        "cause.sqlMessage.endsWith(\"for key 'slot'\")",
        "false",
        "The next look nearly always says the same; a holder that goes in between would be told as `duplicate`."
    ],
    ["MariaDbPersistence.mjs", "false", "true", cause],
    ["MariaDbPersistence.mjs", "store.flush !== 1", "false", settings],
    ["records.mjs", "{ cause }", "{}", cause],
    ["MariaDbPersistence.mjs", "InnoDB", "MyISAM", machine],
    ["RedisPersistence.mjs", "false", "true", "`maxRetriesPerRequest: 0` alone keeps ioredis from sending again."],
    ["RedisPersistence.mjs", '"error"', '""', "Only ioredis then writes to the console."],
    ["RedisPersistence.mjs", "{ redis.disconnect(); }", "{}", released],
    [
        "RedisPersistence.mjs",
        '{ const settings = { appendonly: "yes", appendfsync: "always", "maxmemory-policy": "noevic',
        "{}",
        settings
    ],
    [
        "RedisPersistence.mjs",
        '{ appendonly: "yes", appendfsync: "always", "maxmemory-policy": "noeviction" }',
        "{}",
        settings
    ],
    ["RedisPersistence.mjs", "value !== needed", "false", settings],
    [
        "RedisPersistence.mjs",
        '{ const [, value] = /** @type {string[]} */ (await redis.config("GET", name)); if (value !',
        "{}",
        settings
    ],
    [
        "RedisPersistence.mjs",
        "'insert'",
        "'another'",
        "A record that is inserted again under its own key is then refused as `duplicate`; it is refused."
    ]
];
