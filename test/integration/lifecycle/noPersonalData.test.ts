import { EventEmitter2EventBus } from "@js-soft/ts-utils";
import fc from "fast-check";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { IdentityDeletionModule } from "../../../src";
import { InMemoryPersistence } from "../../../src/adapters/memory";
import { Lifecycle, type LifecycleOptions } from "../../../src/lifecycle";
import { LifecycleHealth, LifecycleLog, observers } from "../../../src/observability";
import { LifecycleTelemetry } from "../../../src/opentelemetry";
import { PseudonymKey } from "../../../src/pseudonymization";
import { FixedClock } from "../../../src/testing";
import { carol, leaksIn, namingError } from "../../support/lifecycle/leaks";
import { OpenTelemetry } from "../../support/lifecycle/OpenTelemetry";
import { RecordingLogger } from "../../support/lifecycle/RecordingLogger";
import { VirtualTimer } from "../../support/lifecycle/VirtualTimer";
import { runCli, type CliRun } from "../../unit/cli/runCli";

type Throw = () => unknown;

/** The host's own code: it throws what it is told, and otherwise does what it should. */
class Host {
    public readonly thrown: unknown[] = [];
    public throws: Throw | undefined;
    public readonly options: Pick<LifecycleOptions, "deleters" | "notifier" | "retry"> = {
        deleters: [{ name: "files", deleteIdentityData: async () => this.work() }],
        notifier: { remind: async () => this.work(), notifyOfDeletion: async () => this.work() },
        retry: { attempts: 2 }
    };

    private work(): void {
        if (this.throws === undefined) return;
        const thrown = this.throws();
        this.thrown.push(thrown);
        throw thrown;
    }
}

const keyBytes = Uint8Array.from({ length: 32 }, (_, index) => index);
const folder = mkdtempSync(join(tmpdir(), "identity-deletion-leaks-"));

beforeAll(() => {
    writeFileSync(join(folder, "key"), Buffer.from(keyBytes).toString("hex"), { mode: 0o600 });
    for (const name of ["identities.db", "deleters.cjs"]) writeFileSync(join(folder, name), "");
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** A life from the initiation until the deletion is parked, with all that watches over it. */
async function lifeInAHost(host: Host, persistence: InMemoryPersistence, clock: FixedClock) {
    const sdk = new OpenTelemetry();
    const logger = new RecordingLogger();
    const eventBus = new EventEmitter2EventBus(() => undefined);
    const timer = new VirtualTimer(clock);
    const log = LifecycleLog.to(logger);
    const telemetry = LifecycleTelemetry.create(sdk);
    const health = new LifecycleHealth({ now: () => clock.now().toMillis() }, timer);
    log.listenTo(eventBus);
    telemetry.listenTo(eventBus);
    const configured = Lifecycle.configure({ ...host.options, timer, observer: observers(log, telemetry, health) });
    const pseudonymKey = PseudonymKey.of(keyBytes);
    const module = await IdentityDeletionModule.create({
        persistence,
        clock,
        lifecycle: configured,
        eventBus,
        pseudonymKey
    });
    const { lifecycle } = module;
    telemetry.watch(lifecycle);
    const { identityDeletionProcesses } = module.forIdentity(carol);

    await identityDeletionProcesses.initiateIdentityDeletionProcess();
    await identityDeletionProcesses.cancelIdentityDeletionProcess();
    const { value } = await identityDeletionProcesses.initiateIdentityDeletionProcess();
    const reports: unknown[] = [];
    for (const days of [2, 1, 14, 1]) {
        clock.advance({ days });
        await lifecycle.runDue();
        reports.push(await health.check(lifecycle));
    }
    const metrics = await sdk.metrics();
    await module.close();
    reports.push(await health.check(lifecycle));
    const spans = sdk.spans.map(({ name, attributes, events, links, status }) => {
        return { name, attributes, events, links, status };
    });
    await sdk.shutdown();
    return { processId: value.id, written: { entries: logger.entries, metrics, spans, reports } };
}

/** What operators type from then on, until the Identity is deleted. */
async function lifeAtTheCommandLine(host: Host, persistence: InMemoryPersistence, clock: FixedClock) {
    const runs: CliRun[] = [];
    const call = async (line: string): Promise<void> => {
        const variables = {
            IDENTITY_DELETION_DATABASE: join(folder, "identities.db"),
            IDENTITY_DELETION_PSEUDONYM_KEY_FILE: join(folder, "key"),
            IDENTITY_DELETION_DELETERS: join(folder, "deleters.cjs")
        };
        const importFile = async (): Promise<unknown> => {
            const { retry, ...exported } = host.options;
            return { ...exported, options: { retry } };
        };
        const more = { variables, importFile, clock, openPersistence: () => persistence };
        runs.push(await runCli(line.split(" "), more));
    };
    for (const line of ["status", "failed", "failed --json", "retry --all", "run --once --json"]) {
        await call(`lifecycle ${line}`);
    }
    clock.advance({ days: 1 });
    await call("lifecycle run --once --log-level debug");
    host.throws = undefined;
    await call("lifecycle retry --all");
    await call("lifecycle run --once");
    await call("lifecycle status");
    return runs;
}

describe("Nothing that is written names the person, whatever the host's own code throws:", () => {
    /** One life in a host, and what was written; then the rest of it at the command line, where `throws` is not over. */
    async function live(make: Throw) {
        const host = new Host();
        host.throws = make;
        const persistence = new InMemoryPersistence();
        const clock = new FixedClock();
        const life = await lifeInAHost(host, persistence, clock);
        return { ...life, host, goOn: async () => await lifeAtTheCommandLine(host, persistence, clock) };
    }

    test("logs, metrics, spans and health", async () => {
        await fc.assert(
            fc.asyncProperty(namingError, async ({ make }) => {
                const { host, written, processId } = await live(make);
                expect(leaksIn(written)).toStrictEqual([]);
                // It was all there: a reminder failed twice, a deleter twice, and the deletion was parked.
                expect(host.thrown).toHaveLength(4);
                expect(JSON.stringify(written)).toContain(processId);
                expect(JSON.stringify(written.reports)).toContain("deletionsAreParked");
            }),
            { numRuns: 100 }
        );
    }, 30_000);

    test("the command line", async () => {
        await fc.assert(
            fc.asyncProperty(namingError, async ({ make }) => {
                const { goOn, processId } = await live(make);
                const runs = await goOn();
                expect(leaksIn(runs)).toStrictEqual([]);
                expect(runs.map(({ exitCode }) => exitCode)).toStrictEqual([0, 0, 0, 0, 5, 5, 0, 0, 0]);
                expect(runs[1].stdout).toContain(processId);
                expect(runs.at(-2)!.stdout).toContain("Identities deleted  1");
            }),
            { numRuns: 10 }
        );
    }, 30_000);

    test("and the scan that says so sees an error that is handed on", async () => {
        await fc.assert(
            fc.asyncProperty(namingError, async ({ how, make }) => {
                fc.pre(!how.includes("nowhere") && !how.includes("getter"));
                expect(leaksIn({ entries: [["A deleter failed.", { error: make() }]] })).not.toStrictEqual([]);
            })
        );
    });
});
