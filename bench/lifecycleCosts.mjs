// What a drain of bench/lifecycle.mjs has cost: statements and syncs as PostgreSQL counts them, and the time of both sides'
// processors, where the system tells it.
import { readFileSync } from "node:fs";

/** What the server has done until now: take the difference of two. Read it when the connections to be counted have ended. */
export async function serverCounts(pool) {
    const { rows } = await pool.query(`SELECT
        (SELECT xact_commit FROM pg_stat_database WHERE datname = current_database())::int AS transactions,
        (SELECT sum(fsyncs) FROM pg_stat_io WHERE object = 'wal')::int AS syncs`);
    return rows[0];
}

/** Milliseconds of processor time of the server's processes that serve anyone now; undefined where the system does not tell. */
export async function serverProcessorTime(pool) {
    const { rows } = await pool.query("SELECT pid FROM pg_stat_activity");
    try {
        return rows.map(({ pid }) => processorTimeOf(pid)).reduce((sum, each) => sum + each, 0);
    } catch {
        return undefined;
    }
}

/** Linux: fields 14 and 15, in hundredths of a second; the name before them may have spaces. */
function processorTimeOf(pid) {
    const fields = readFileSync(`/proc/${pid}/stat`, "utf8").split(") ")[1].split(" ");
    return (Number(fields[11]) + Number(fields[12])) * 10;
}

/** In one line: what each deletion has cost. */
export function costLine({ transactions, syncs, clientInMs, serverInMs, peakInMb }, due) {
    const each = (value, digits) => (value / due).toFixed(digits);
    const microseconds = (value) => (value === undefined ? "?" : each(value * 1_000, 0));
    return (
        `  a deletion: ${each(transactions, 2)} statements, as many round trips, ${each(syncs, 3)} syncs; ` +
        `processor ${microseconds(clientInMs)} µs here, ${microseconds(serverInMs)} µs in the server; peak ${peakInMb.toFixed(0)} MB`
    );
}
