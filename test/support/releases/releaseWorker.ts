import { appendFileSync } from "node:fs";
import type { IdentityDeletionModule, LifecycleFactory, PersistencePort } from "../../../src";
import type { Lifecycle } from "../../../src/lifecycle";
import type { FixedClock } from "../../../src/testing";
import { keyBytes } from "./people";
import { type HostCall, leaseInMs, type WorkerCommand } from "./workerMessages";

type Release = typeof import("./release");

const [, , releaseFile, worker, logFile] = process.argv;

const release = require(releaseFile) as Release;

let clock: FixedClock;
let lifecycle: Lifecycle;
let module_: IdentityDeletionModule;

process.on("message", (command: WorkerCommand) => {
    carryOut(command).then(
        (outcomes) => process.send!({ outcomes }),
        (error: unknown) => process.send!({ outcomes: [], failure: codeOf(error) })
    );
});

async function carryOut(command: WorkerCommand): Promise<readonly string[]> {
    if ("now" in command) (clock ??= new release.FixedClock()).set(command.now);
    switch (command.do) {
        case "open":
            module_ = await release.IdentityDeletionModule.create({
                persistence: portOf(command.store),
                pseudonymKey: release.PseudonymKey.of(keyBytes),
                lifecycle: configureLifecycle(),
                clock
            });
            lifecycle = module_.lifecycle as Lifecycle;
            return [];
        case "initiate":
            return await forEach(command.addresses, async (processes) => {
                const request = { lengthOfGracePeriodInDays: command.days };
                return outcomeOf(await processes.initiateIdentityDeletionProcess(request));
            });
        case "work":
            while ((await lifecycle.runDue(undefined, 20)).found > 0);
            return [];
        case "cancel":
            return await forEach(command.addresses, async (processes) =>
                outcomeOf(await processes.cancelIdentityDeletionProcess())
            );
        case "list":
            return await forEach(command.addresses, async (processes) => {
                const result = await processes.getIdentityDeletionProcesses();
                return result.isError ? result.error.code : result.value.map(({ status }) => status).join();
            });
        case "close":
            await module_.close();
            return [];
    }
}

type Processes = ReturnType<IdentityDeletionModule["forIdentity"]>["identityDeletionProcesses"];

async function forEach(
    addresses: readonly string[],
    ask: (processes: Processes) => Promise<string>
): Promise<readonly string[]> {
    const outcomes: string[] = [];
    for (const address of addresses) {
        const { identityDeletionProcesses } = module_.forIdentity({ address, deviceId: "DVCsidebyside0000001" });
        outcomes.push(await ask(identityDeletionProcesses));
    }
    return outcomes;
}

function portOf(store: string): PersistencePort {
    return store.startsWith("postgresql:")
        ? release.PostgresPersistence.open(store)
        : release.SqlitePersistence.open(store);
}

/** Release 0.1.0 hands the module a lifecycle, later ones have the module make it; both then hold it as `lifecycle`. */
function configureLifecycle(): LifecycleFactory {
    const log = async (call: Omit<HostCall, "worker">): Promise<void> => {
        appendFileSync(logFile, `${JSON.stringify({ worker, ...call })}\n`);
        // Others come in between.
        await new Promise((resolve) => setImmediate(resolve));
    };
    const { configure, create = configure } = release.Lifecycle as typeof Lifecycle & {
        readonly create?: typeof Lifecycle.configure;
    };
    return create({
        deleters: [
            { name: "files", deleteIdentityData: async (address) => await log({ what: "files", address }) },
            {
                name: "rows",
                dependsOn: ["files"],
                deleteIdentityData: async (address) => await log({ what: "rows", address })
            }
        ],
        notifier: {
            remind: async ({ address, gracePeriodEndsAt }) => {
                await log({ what: "reminder", address, isInTime: clock.now().toISO()! < gracePeriodEndsAt });
            },
            notifyOfDeletion: async ({ address }) => await log({ what: "notice", address })
        },
        leaseInMs,
        worker
    });
}

function outcomeOf({ isSuccess, error }: { isSuccess: boolean; error?: { code: string } }): string {
    return isSuccess ? "ok" : error!.code;
}

function codeOf(error: unknown): string {
    return (error as { code?: string } | undefined)?.code ?? String(error);
}
