import type { Beginning, Pause } from "../CallRun";
import { Violation } from "../promises";
import { lifecycleOf } from "../lifecycle";
import { requireSame } from "./checkCall";
import { changeOf, History, lastIndexIn, recordsIn, type Step, type WriteStep } from "./History";
import { asText, type Deletion, type Entry, identityKey, type Stored } from "./stored";
import { tombstone, Worker } from "./worker";

const dayInMs = 86_400_000;

/** Each write of a worker follows from the record as it was, and from what the host's deleters and notifier have answered. */
export function checkWorker(beginning: Beginning, history: History, pause: Pause): void {
    const { operation } = pause;
    if (operation?.kind === "host") return checkHostCall(beginning, history, operation);
    if (pause.answer !== undefined) return checkDone(beginning, history);
    if (operation?.kind !== "write" || operation.method === "delete") return;
    const { before, after } = changeOf(operation, history);
    if (before === undefined || after === undefined) throw new Violation("a worker writes what it has not read");
    const allowed = allowedAfter(beginning, history, before).map((entry) => asText(entry, identityKey));
    const actual = asText(after, identityKey);
    if (!allowed.includes(actual)) requireSame("a worker's write", actual, allowed.join(" or "));
}

/** Nothing that was due stays so, or in a worker's hand that does no more: the next one would have to wait for the lease. */
function checkDone({ actor, call }: Beginning, history: History): void {
    const isDisturbed = ({ operation, reply }: Step): boolean =>
        reply.value === "stop" || (operation.kind !== "host" && reply.failure !== undefined);
    if (call === "runDue") requirePostponed(actor, history);
    if (call !== "runDue" || history.steps.some(isDisturbed)) return;
    const written = history.steps.flatMap(({ operation }) => (operation.kind === "write" ? [operation.args[0]] : []));
    const due = history.steps.flatMap(({ operation, reply }) =>
        operation.kind === "read" && operation.method === "findDue" ? recordsIn(reply.value) : []
    );
    const forgotten = due.find(({ key }) => !written.some((record) => (record as Stored).key === key));
    if (forgotten !== undefined) throw new Violation(`${forgotten.key} was due, and nothing is written`);
    const held = history.known().find(({ data }) => data.lifecycle?.worker === actor);
    if (held !== undefined) throw new Violation(`it ends with the lease of ${held.key}`);
}

/** What follows the deleters has failed once: that is counted. */
function requirePostponed(actor: string, history: History): void {
    const failedAt = history.steps.findIndex(({ operation, reply }) => operation.kind === "write" && reply.failure);
    if (failedAt < 0 || history.steps[failedAt].reply.failure !== "unavailable") return;
    const isCompleting = history
        .first(failedAt)
        .known()
        .some(({ data: { lifecycle } }) => lifecycle?.worker === actor && lifecycle.allDoneAt !== undefined);
    const isCounted = history.steps.slice(failedAt + 1).some(({ operation }) => operation.kind === "write");
    if (isCompleting && !isCounted) throw new Violation("what follows the deleters has failed, and nothing is written");
}

function allowedAfter(beginning: Beginning, told: History, record: Stored): Entry[] {
    const history = withoutLooks(told);
    const { script, call } = beginning;
    const options = lifecycleOf(script);
    const rules = {
        worker: beginning.actor,
        deleters: options.deleters,
        leaseInMs: options.leaseInMs,
        delayInMs: options.delayInMs,
        attempts: options.attempts,
        reminders: (options.isNotifying ? options.remindersInDays : [])
            .map((days) => days * dayInMs)
            .sort((one, other) => other - one),
        isElsewhere: script.authority === "backbone",
        noticeInMs: options.noticeInMs,
        isNotifying: options.isNotifying
    };
    const worker = new Worker(rules, told.now, told.begunAt);
    if (call === "retry") return [worker.retried(record)];
    const own = lastIndexIn(history.steps, ({ operation, reply }) => {
        return operation.kind === "write" && reply.failure === undefined && isVersion(record, operation);
    });
    if (own < 0) return [worker.first(record)];
    const last = history.last!;
    const isStopped = history.steps.some(({ reply }) => reply.value === "stop");
    const failures = failuresIn(history);
    const failed = failures.map(({ deleter }) => deleter);
    const done = record.data.lifecycle?.done ?? [];
    const all = [...failures, ...missingIn(record, rules.deleters)];
    const isNextThere = rules.deleters.some((name) => !done.includes(name) && !failed.includes(name));
    if (last.operation.kind === "host") {
        const failure = reasonIn(last);
        const { what, name } = last.operation;
        if (what === "remind") return [worker.reminded(record, Number(name), failure)];
        if (what === "delete" && failure === undefined) return [worker.deleted(record, name)];
        if (what === "delete" && isStopped) return [worker.released(record)];
        if (what === "delete") return [isNextThere ? worker.noted(record, failures) : worker.postponed(record, all)];
        if (failure === undefined) return [tombstone(record)];
        const isOver = history.now >= Date.parse(record.data.lifecycle!.allDoneAt!) + rules.noticeInMs;
        return [isOver ? tombstone(record) : worker.noticeFailed(record, failure)];
    }
    if (last.operation.kind === "write" && last.operation.method === "update") {
        if (last.reply.failure !== undefined) return afterFailure(worker, record, last);
        if (isStopped && isNextThere) return [worker.released(record)];
        if (isNextThere) return [worker.noted(record, failures)];
        if (all.length > 0) return [worker.postponed(record, all)];
        return record.data.lifecycle?.allDoneAt === undefined ? [worker.allDone(record)] : [];
    }
    const interrupted = history.steps.slice(own + 1).find(({ reply }) => reply.failure === "unavailable");
    if (interrupted !== undefined) return afterFailure(worker, record, interrupted);
    const isNotifying = rules.isNotifying && record.data.authority === undefined;
    return [isStopped && isNotifying ? worker.released(record) : tombstone(record)];
}

/** A worker looks for more that is due beside what it has in hand. */
function withoutLooks({ steps, begunAt }: History): History {
    const isLook = ({ operation }: Step): boolean => operation.kind === "read" && operation.method === "findDue";
    return new History(
        steps.filter((step) => !isLook(step)),
        steps.at(-1)?.reply.now ?? begunAt
    );
}

/** The store was not there: what follows the deleters is tried again. */
function afterFailure(worker: Worker, record: Stored, { reply }: Step): Entry[] {
    if (record.data.lifecycle?.allDoneAt === undefined && reply.failure !== "unavailable") return [];
    return [worker.completionFailed(record, "PersistenceError: As the world says.")];
}

function missingIn({ data }: Stored, deleters: readonly string[]): NonNullable<Deletion["failures"]> {
    const { promised = [], done = [] } = data.lifecycle ?? {};
    const missing = promised.filter((name) => !deleters.includes(name) && !done.includes(name));
    const reason = "The deletion was begun with it, and it is not registered here, and not retired.";
    return missing.map((deleter) => ({ deleter, reason }));
}

function failuresIn(history: History): { deleter: string; reason: string }[] {
    return history.steps.flatMap((step) => {
        const reason = reasonIn(step);
        const { operation } = step;
        if (reason === undefined || operation.kind !== "host" || operation.what !== "delete") return [];
        return [{ deleter: operation.name, reason }];
    });
}

function reasonIn({ reply }: Step): string | undefined {
    return reply.failure === "failed" ? "Error: The host fails." : undefined;
}

function isVersion({ key, revision }: Stored, { method, args }: WriteStep["operation"]): boolean {
    const written = args[0] as Stored;
    return method === "update" && written.key === key && written.revision === revision;
}

/** Nothing is deleted, and nobody is told, before the store says so. */
function checkHostCall(
    beginning: Beginning,
    history: History,
    { what, name }: { readonly what: string; readonly name: string }
): void {
    const { last } = withoutLooks(history);
    const known = history.known().find(({ data }) => data.lifecycle?.worker === beginning.actor);
    if (known === undefined) throw new Violation(`${what} ${name} without a lease`);
    const { done = [], promised = [], failures = [] } = known.data.lifecycle!;
    if (what === "delete" && (done.includes(name) || !promised.includes(name))) {
        throw new Violation(`${name} deletes what it need not`);
    }
    const failed = failuresIn(history);
    if (what === "delete" && failed.length > 0 && failed.length > failures.length) {
        throw new Violation("a failure is not written down before the next deleter runs");
    }
    if (last?.operation.kind === "write" && last.reply.failure !== undefined)
        throw new Violation("it goes on without a lease");
}
