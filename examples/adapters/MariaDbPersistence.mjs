// A PersistencePort over MariaDB 10.11 or later, to learn from: docs/adapters.md goes through it.
import { createPool } from "mariadb";
import { PersistenceError } from "identity-deletion-process";
import { Connection } from "./Connection.mjs";
import { entryOf, failed, readable, refused } from "./records.mjs";

/** @import { Pool, PoolConfig } from "mariadb" */
/** @import { DuePosition, PageEntry, PersistencePort, RecordPosition, StoredRecord } from "identity-deletion-process" */

const version = 1;

// One statement creates the table together with its version, which is the table's comment: no other process ever sees the
// one without the other, and a table of a newer version stays as it is.
//
// "nopad_bin" compares every character, also case and trailing spaces. LONGTEXT and not JSON, which refuses deep values.
// BIGINT, as INT ends at 2^31. The unique indexes are the rules; the other indexes are named after the method they serve.
const createTable = `CREATE TABLE IF NOT EXISTS records (
    \`key\` VARCHAR(64) NOT NULL PRIMARY KEY,
    identityKey VARCHAR(80) NOT NULL,
    slot VARCHAR(80) NOT NULL,
    lookup VARCHAR(145) NOT NULL,
    revision BIGINT NOT NULL,
    createdAt VARCHAR(24) NOT NULL,
    dueAt VARCHAR(24) NULL,
    unsettled BOOLEAN NOT NULL,
    data LONGTEXT NOT NULL,
    UNIQUE INDEX slot (slot),
    UNIQUE INDEX lookup (lookup),
    INDEX findCurrent (identityKey, unsettled),
    INDEX list (identityKey, createdAt, \`key\`),
    INDEX findDue (dueAt, \`key\`)
) ENGINE = InnoDB, CHARACTER SET utf8mb4, COLLATE utf8mb4_nopad_bin, COMMENT = '${version}'`;

const columns = "`key`, identityKey, slot, lookup, revision, createdAt, dueAt, unsettled, data";
const beginning = { createdAt: "", dueAt: "", key: "" };

/** The server's numbers of the errors that have a meaning here. */
const duplicateEntry = 1062;
const deadlock = 1213;

/** @implements {PersistencePort} */
export class MariaDbPersistence {
    isDurable = true;
    /** @type {Connection<Pool>} */ #connection;

    /** @param {PoolConfig} config How to connect, with the name of a database that exists. */
    constructor(config) {
        this.#connection = new Connection(
            () => connect(config),
            (pool) => pool.end()
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
        const sql = `INSERT INTO records (${columns}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`;
        await this.#write(sql, [record.key, record.identityKey, ...valuesOf(record)], record.slot);
    }

    /** @param {StoredRecord} record @param {number} expectedRevision */
    async update(record, expectedRevision) {
        const { identityKey, key, slot } = record;
        const sql = `UPDATE records SET slot = ?, lookup = ?, revision = ?, createdAt = ?, dueAt = ?, unsettled = ?, data = ?
            WHERE \`key\` = ? AND identityKey = ? AND revision = ?`;
        const changed = await this.#write(sql, [...valuesOf(record), key, identityKey, expectedRevision], slot, key);
        if (changed === 0) throw await this.#whyNothingChanged(identityKey, key);
    }

    /** @param {string} identityKey @param {string} key @param {number} expectedRevision */
    async delete(identityKey, key, expectedRevision) {
        const sql = "DELETE FROM records WHERE `key` = ? AND identityKey = ? AND revision = ?";
        const changed = await this.#write(sql, [key, identityKey, expectedRevision]);
        if (changed === 0) throw await this.#whyNothingChanged(identityKey, key);
    }

    /** @param {string} identityKey */
    async findCurrent(identityKey) {
        // Two lookups, each with an index of its own. One with OR might read all records of the Identity.
        const rows = await this.#read(
            `WHERE slot = ? AND identityKey = ? UNION ALL SELECT ${columns} FROM records
            WHERE identityKey = ? AND unsettled = TRUE AND slot <> ? ORDER BY createdAt, \`key\``,
            [identityKey, identityKey, identityKey, identityKey]
        );
        return rows.map(readable);
    }

    /** @param {string} lookup */
    async findByLookup(lookup) {
        const rows = await this.#read("WHERE lookup = ?", [lookup]);
        return rows.map(readable)[0];
    }

    /** @param {string} identityKey @param {RecordPosition} [after] @param {number} [limit] */
    async list(identityKey, after = beginning, limit = Number.MAX_SAFE_INTEGER) {
        // Not (createdAt, key) > (?, ?): MariaDB does not use an index for that.
        return await this.#read(
            "WHERE identityKey = ? AND (createdAt > ? OR (createdAt = ? AND `key` > ?)) ORDER BY createdAt, `key` LIMIT ?",
            [identityKey, after.createdAt, after.createdAt, after.key, limit]
        );
    }

    /** @param {string} until @param {number} limit @param {DuePosition} [after] */
    async findDue(until, limit, after = beginning) {
        return await this.#read(
            "WHERE dueAt <= ? AND (dueAt > ? OR (dueAt = ? AND `key` > ?)) ORDER BY dueAt, `key` LIMIT ?",
            [until, after.dueAt, after.dueAt, after.key, limit]
        );
    }

    /** @param {string | undefined} after @param {number} limit */
    async scan(after = "", limit) {
        return await this.#read("WHERE `key` > ? ORDER BY `key` LIMIT ?", [after, limit]);
    }

    /**
     * How many records the statement has changed. After a deadlock it has changed none, and is run again. It is sent again
     * in no other case: after a broken connection it could meet what it has written itself.
     *
     * @param {string} sql @param {unknown[]} values @param {string} [slot] The new slot. @param {string} [own] The record's
     * key, if it is stored already. @returns {Promise<number>}
     */
    async #write(sql, values, slot, own) {
        for (;;) {
            try {
                return (await this.#run(sql, values)).affectedRows;
            } catch (error) {
                if (numberOf(error) === deadlock) continue;
                throw numberOf(error) === duplicateEntry ? await this.#whyRefused(error, slot, own) : failed(error);
            }
        }
    }

    /**
     * MariaDB names one of the unique indexes that are in the way. If it is not the slot's, the slot may be taken as well.
     *
     * @param {any} cause @param {string | undefined} slot @param {string | undefined} own
     */
    async #whyRefused(cause, slot, own) {
        if (cause.sqlMessage.endsWith("for key 'slot'")) return refused("slotTaken", cause);
        const holders = await this.#read("WHERE slot = ?", [slot]);
        return refused(holders.some(({ key }) => key !== own) ? "slotTaken" : "duplicate", cause);
    }

    /** @param {string} identityKey @param {string} key */
    async #whyNothingChanged(identityKey, key) {
        const found = await this.#read("WHERE `key` = ? AND identityKey = ?", [key, identityKey]);
        return refused(found.length > 0 ? "staleRevision" : "notFound");
    }

    /** @param {string} rest @param {unknown[]} values @returns {Promise<PageEntry[]>} */
    async #read(rest, values) {
        try {
            const rows = await this.#run(`SELECT ${columns} FROM records ${rest}`, values);
            return rows.map(entryOfRow);
        } catch (error) {
            throw failed(error);
        }
    }

    /** @param {string} sql @param {unknown[]} values @returns {Promise<any>} */
    async #run(sql, values) {
        return await this.#connection.get().query(sql, values);
    }
}

/** @param {PoolConfig} config */
async function connect(config) {
    const pool = createPool({
        ...config,
        // Without a strict mode MariaDB cuts what is too long for its column, and says nothing.
        initSql: "SET sql_mode = 'STRICT_ALL_TABLES'",
        bigIntAsNumber: true,
        // The driver would put all values into the messages of its errors.
        logParam: false
    });
    try {
        await pool.query(createTable);
        const [table] = await pool.query("SHOW TABLE STATUS LIKE 'records'");
        if (Number(table.Comment) > version) throw new PersistenceError("newerVersion", "A newer release wrote this.");
        const [server] = await pool.query("SELECT @@innodb_flush_log_at_trx_commit AS flush");
        if (server.flush !== 1) throw new Error("innodb_flush_log_at_trx_commit is not 1.");
        return pool;
    } catch (error) {
        await pool.end();
        throw error;
    }
}

/** The columns that an update may change. @param {StoredRecord} record */
function valuesOf({ slot, lookup, revision, createdAt, dueAt, unsettled, data }) {
    return [slot, lookup, revision, createdAt, dueAt, unsettled, JSON.stringify(data)];
}

/** @param {any} row */
function entryOfRow({ data, unsettled, ...columns }) {
    return entryOf({ ...columns, unsettled: unsettled === 1 }, data);
}

/** @param {unknown} error @returns {number} */
function numberOf(error) {
    return /** @type {any} */ (error).errno;
}
