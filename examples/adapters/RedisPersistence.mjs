// A PersistencePort over one Redis 7 server, to learn from: docs/adapters.md goes through it.
import { PersistenceError } from "identity-deletion-process";
import { Redis } from "ioredis";
import { Connection } from "./Connection.mjs";
import { entryOf, failed, readable, refused } from "./records.mjs";

/** @import { RedisOptions } from "ioredis" */
/** @import { DuePosition, PageEntry, PersistencePort, RecordPosition, StoredRecord } from "identity-deletion-process" */

const version = 1;

// What is in Redis, each behind the store's prefix. The record's hash has its fields as strings; the rest are its indexes.
//
//   record:<key>             hash         the record
//   slots, lookups           hash         who has it: the record's key
//   keys                     sorted set   key                for scan
//   list:<identityKey>       sorted set   createdAt + key    for list
//   current:<identityKey>    sorted set   createdAt + key    for findCurrent: holds the slot or is unsettled
//   due                      sorted set   dueAt + key        for findDue
//   version                  string
//
// All members of a sorted set have the score 0; then Redis orders them by their bytes. A date always has 24 characters.
const fields = ["identityKey", "slot", "lookup", "revision", "createdAt", "dueAt", "unsettled", "data"];
const lengthOfDate = 24;

// A script runs as a whole, and nothing comes in between: that is what makes each write atomic. Redis undoes nothing when a
// script fails in the middle, so everything that may refuse comes before the first change.
const write = `
    local call, prefix, mode, key, identityKey, expectedRevision = redis.call, unpack(ARGV, 1, 5)
    local slot, lookup, revision, createdAt, dueAt, unsettled, data = unpack(ARGV, 6)
    local path = prefix .. 'record:' .. key
    local old = call('HMGET', path, 'identityKey', 'revision', 'slot', 'lookup', 'createdAt', 'dueAt')
    if mode ~= 'insert' and old[1] ~= identityKey then return 'notFound' end
    if mode ~= 'insert' and old[2] ~= expectedRevision then return 'staleRevision' end
    if mode ~= 'delete' then
        local holder, namesake = call('HGET', prefix .. 'slots', slot), call('HGET', prefix .. 'lookups', lookup)
        if holder and (mode == 'insert' or holder ~= key) then return 'slotTaken' end
        if (namesake and namesake ~= key) or (old[1] and mode == 'insert') then return 'duplicate' end
    end
    if old[1] then
        call('HDEL', prefix .. 'slots', old[3])
        call('HDEL', prefix .. 'lookups', old[4])
        call('ZREM', prefix .. 'list:' .. identityKey, old[5] .. key)
        call('ZREM', prefix .. 'current:' .. identityKey, old[5] .. key)
        call('ZREM', prefix .. 'due', old[6] .. key)
    end
    if mode == 'delete' then
        call('ZREM', prefix .. 'keys', key)
        call('DEL', path)
        return 'done'
    end
    call('HSET', path, 'identityKey', identityKey, 'slot', slot, 'lookup', lookup, 'revision', revision,
        'createdAt', createdAt, 'dueAt', dueAt, 'unsettled', unsettled, 'data', data)
    call('HSET', prefix .. 'slots', slot, key)
    call('HSET', prefix .. 'lookups', lookup, key)
    call('ZADD', prefix .. 'keys', 0, key)
    call('ZADD', prefix .. 'list:' .. identityKey, 0, createdAt .. key)
    if dueAt ~= '' then call('ZADD', prefix .. 'due', 0, dueAt .. key) end
    if slot == identityKey or unsettled == '1' then
        call('ZADD', prefix .. 'current:' .. identityKey, 0, createdAt .. key)
    end
    return 'done'`;

// Index and records are read by one script too: between two commands a record could change or go.
const readRange = `
    local prefix, index, from, to, limit, lengthBeforeKey = unpack(ARGV, 1, 6)
    local rows = {}
    for _, member in ipairs(redis.call('ZRANGE', prefix .. index, from, to, 'BYLEX', 'LIMIT', 0, limit)) do
        local key = string.sub(member, lengthBeforeKey + 1)
        table.insert(rows, { key, redis.call('HMGET', prefix .. 'record:' .. key, unpack(ARGV, 7)) })
    end
    return rows`;

const readLookup = `
    local key = redis.call('HGET', ARGV[1] .. 'lookups', ARGV[2])
    return key and { { key, redis.call('HMGET', ARGV[1] .. 'record:' .. key, unpack(ARGV, 3)) } } or {}`;

const openStore =
    "redis.call('SET', ARGV[1] .. 'version', ARGV[2], 'NX') return redis.call('GET', ARGV[1] .. 'version')";

/** @implements {PersistencePort} */
export class RedisPersistence {
    isDurable = true;
    /** @type {string} */ #prefix;
    /** @type {Connection<Redis>} */ #connection;

    /** @param {RedisOptions} options How to connect. @param {string} prefix The store's own: all its keys begin with it. */
    constructor(options, prefix) {
        this.#prefix = prefix;
        this.#connection = new Connection(
            () => connect(options, prefix),
            (redis) => redis.quit()
        );
    }

    async open() {
        await this.#connection.open();
    }

    async close() {
        await this.#connection.close();
    }

    /** @param {StoredRecord} record */
    async insert(record) {
        await this.#write("insert", record.identityKey, record.key, 0, ...valuesOf(record));
    }

    /** @param {StoredRecord} record @param {number} expectedRevision */
    async update(record, expectedRevision) {
        await this.#write("update", record.identityKey, record.key, expectedRevision, ...valuesOf(record));
    }

    /** @param {string} identityKey @param {string} key @param {number} expectedRevision */
    async delete(identityKey, key, expectedRevision) {
        await this.#write("delete", identityKey, key, expectedRevision);
    }

    /** @param {string} identityKey */
    async findCurrent(identityKey) {
        return (await this.#range(`current:${identityKey}`, "-", "+", -1, lengthOfDate)).map(readable);
    }

    /** @param {string} lookup */
    async findByLookup(lookup) {
        const rows = await this.#run(readLookup, lookup, ...fields);
        return rows.map(entryOfRow).map(readable)[0];
    }

    /** @param {string} identityKey @param {RecordPosition} [after] @param {number} [limit] */
    async list(identityKey, after, limit = -1) {
        const from = after === undefined ? "-" : `(${after.createdAt}${after.key}`;
        return await this.#range(`list:${identityKey}`, from, "+", limit, lengthOfDate);
    }

    /** @param {string} until @param {number} limit @param {DuePosition} [after] */
    async findDue(until, limit, after) {
        const from = after === undefined ? "-" : `(${after.dueAt}${after.key}`;
        // Behind every key at that date, which is ASCII, and before the next date.
        return await this.#range("due", from, `(${until}\u00ff`, limit, lengthOfDate);
    }

    /** @param {string | undefined} after @param {number} limit */
    async scan(after, limit) {
        return await this.#range("keys", after === undefined ? "-" : `(${after}`, "+", limit, 0);
    }

    /** @param {string} mode @param {string} identityKey @param {string} key @param {number} expectedRevision @param {(string | number)[]} values */
    async #write(mode, identityKey, key, expectedRevision, ...values) {
        const answer = await this.#run(write, mode, key, identityKey, expectedRevision, ...values);
        if (answer !== "done") throw refused(answer);
    }

    /** @param {string} index @param {string} from @param {string} to @param {number} limit @param {number} lengthBeforeKey */
    async #range(index, from, to, limit, lengthBeforeKey) {
        const rows = await this.#run(readRange, index, from, to, limit, lengthBeforeKey, ...fields);
        return rows.map(entryOfRow);
    }

    /** @param {string} script @param {(string | number)[]} args @returns {Promise<any>} */
    async #run(script, ...args) {
        try {
            return await this.#connection.get().eval(script, 0, this.#prefix, ...args);
        } catch (error) {
            throw failed(error);
        }
    }
}

/** @param {RedisOptions} options @param {string} prefix */
async function connect(options, prefix) {
    // ioredis would send a command again after a broken connection, and a write would meet its own record.
    const redis = new Redis({ ...options, maxRetriesPerRequest: 0, lazyConnect: true });
    // Without a listener ioredis writes to the console. Each call rejects with its own error anyway.
    redis.on("error", () => undefined);
    try {
        await redis.connect();
        await requireDurability(redis);
        const stored = Number(await redis.eval(openStore, 0, prefix, version));
        if (stored > version) throw new PersistenceError("newerVersion", "A newer release wrote this.");
        return redis;
    } catch (error) {
        redis.disconnect();
        throw error;
    }
}

/** `isDurable` is known before the connection, so a server that does not keep what it says is refused. @param {Redis} redis */
async function requireDurability(redis) {
    const settings = { appendonly: "yes", appendfsync: "always", "maxmemory-policy": "noeviction" };
    for (const [name, needed] of Object.entries(settings)) {
        const [, value] = /** @type {string[]} */ (await redis.config("GET", name));
        if (value !== needed) throw new Error(`Redis needs the setting ${name} ${needed}.`);
    }
}

/** The fields that an update may change. @param {StoredRecord} record */
function valuesOf({ slot, lookup, revision, createdAt, dueAt, unsettled, data }) {
    return [slot, lookup, revision, createdAt, dueAt ?? "", unsettled ? 1 : 0, JSON.stringify(data)];
}

/** @param {[string, string[]]} row */
function entryOfRow([key, [identityKey, slot, lookup, revision, createdAt, dueAt, unsettled, data]]) {
    const columns = { key, identityKey, slot, lookup, revision: Number(revision), createdAt };
    return entryOf({ ...columns, dueAt: dueAt || null, unsettled: unsettled === "1" }, data);
}
