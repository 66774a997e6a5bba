// The store of bench/lifecycle.mjs on PostgreSQL: filled with active processes, and checked afterwards.
import { IdentityDeletionModule } from "identity-deletion-process";
import { Lifecycle } from "identity-deletion-process/lifecycle";
import { PostgresPersistence } from "identity-deletion-process/postgres";
import { PseudonymKey } from "identity-deletion-process/pseudonymization";

const keyBytes = Uint8Array.from({ length: 32 }, (_, index) => index);
export const pseudonymKey = PseudonymKey.of(keyBytes);

export async function moduleOn(pool, schema) {
    const deleters = [{ name: "nothing", deleteIdentityData: async () => undefined }];
    const configured = Lifecycle.configure({ deleters, notifier: "none" });
    const persistence = PostgresPersistence.using(pool, { schema });
    const module = await IdentityDeletionModule.create({ persistence, pseudonymKey, lifecycle: configured });
    return { lifecycle: module.lifecycle, module };
}

/** A store under the key, with that many active processes. `dueAt` is SQL and may name `number`. */
export async function fill(pool, schema, count, dueAt) {
    await (await moduleOn(pool, schema)).module.close();
    await insert(pool, schema, count, dueAt, "dd");
    await pool.query(`VACUUM ANALYZE ${schema}.records`);
}

/** `kind` is hexadecimal: records of different kinds are of different Identities. */
export async function insert(pool, schema, count, dueAt, kind) {
    await pool.query(
        `INSERT INTO ${schema}.records
        SELECT '${kind}' || lpad(number::text, 20, '0'), identity, identity, identity || '#' || id, 1,
            '2025-12-01T00:00:00.000Z', ${dueAt}, false,
            json_build_object('process', json_build_object(
                'id', id, 'status', 'Active', 'createdAt', '2025-12-01T00:00:00.000Z',
                'createdByDevice', 'DVCbenchmarkdevice01', 'gracePeriodEndsAt', '2026-01-01T00:00:00.000Z'),
                'address', address)
        FROM generate_series(1, ${count}) AS number,
            LATERAL (SELECT
                'IDP' || lpad(number::text, 17, '0') AS id,
                'did:e:example.org:dids:' || lpad(to_hex(number), 20, '0') || '${kind}' AS address) AS named,
            LATERAL (SELECT
                encode(sha256($1::bytea || sha256($2::bytea || convert_to(address, 'UTF8'))), 'hex') AS identity) AS hashed`,
        [hmacPad(0x5c), hmacPad(0x36)]
    );
}

/** The server computes the pseudonyms, HMAC-SHA-256 with the key: a record of another Identity's address would not be read. */
function hmacPad(byte) {
    return Buffer.alloc(64, byte).map((each, index) => each ^ (keyBytes[index] ?? 0));
}

export async function check(pool, schema, due) {
    const { rows } = await pool.query(
        `SELECT count(*)::int AS count FROM ${schema}.records WHERE due_at IS NULL AND data->'process'->>'status' = 'Deleted'`
    );
    if (rows[0].count !== due) throw new Error(`${rows[0].count} of ${due} are deleted.`);
}
