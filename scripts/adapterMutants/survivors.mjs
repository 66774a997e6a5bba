// The mutants that the contract kit does not find, each with what allows it. `npm run mutation:adapters` fails at any other.

const settings = "The kit cannot see: the server's settings, which decide what a crash of the machine leaves.";
const machine = "The kit cannot see: a crash of the machine.";
const cause = "The kit cannot see: what a driver's error, as a `cause`, holds for operators, and personal data in it.";
const released = "The kit cannot see: what an open port costs while it rests.";
const race = "The kit cannot see: a race that needs more than its concurrent calls. It finds this one in some runs.";

/** As `[file, what is replaced, by what, why]`. */
export const survivors = [
    [
        "InMemoryPersistence.ts",
        'this.positions.get(identityKey)!.all.page("", end, 1).length === 0',
        "false",
        "It answers the same, and only keeps empty lists of Identities that have no records any more."
    ],
    [
        "InMemoryPersistence.ts",
        "record.dueAt !== null",
        "true",
        "Such a position begins with `null`, which is behind every date: `findDue` never comes to it."
    ],
    [
        "Connection.mjs",
        "this.#connection === undefined",
        "false",
        "`unavailable` as well: `failed` makes it of the error of calling what is not there."
    ],
    [
        "MariaDbPersistence.mjs",
        '""',
        '"Stryker was here!"',
        "`after` need not be a record's position: no date is before the empty string, so the key is not compared."
    ],
    ["MariaDbPersistence.mjs", "numberOf(error) === deadlock", "false", race],
    ["MariaDbPersistence.mjs", "cause.sqlMessage.endsWith(\"for key 'slot'\")", "false", race],
    [
        "MariaDbPersistence.mjs",
        "cause.sqlMessage.endsWith(\"for key 'slot'\")",
        "cause.sqlMessage.startsWith(\"for key 'slot'\")",
        race
    ],
    ["MariaDbPersistence.mjs", "false", "true", cause],
    ["MariaDbPersistence.mjs", "server.flush !== 1", "false", settings],
    ["MariaDbPersistence.mjs", "InnoDB", "MyISAM", machine],
    ["records.mjs", "{ cause }", "{}", cause],
    ["RedisPersistence.mjs", '"error"', '""', "Only ioredis then writes to the console."],
    ["RedisPersistence.mjs", "(redis) => redis.quit()", "() => undefined", released],
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
