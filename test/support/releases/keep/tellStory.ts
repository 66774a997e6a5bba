import type { IdentityDeletionModule, PersistencePort } from "../../../../src";
import { keyBytes, personIn, tabletOf, type State, type Story } from "../people";
import { enmeshedCollections } from "./enmeshedCollections";
import { ToldBackbone } from "./ToldBackbone";
import type { Lifecycle } from "../../../../src/lifecycle";
import { unreliableLifecycle } from "./unreliableLifecycle";

type Release = typeof import("../release");
type Processes = ReturnType<IdentityDeletionModule["forIdentity"]>["identityDeletionProcesses"];

const absenceBeginsAt = "2026-10-01T10:00:00.000Z";
const storyBeginsAt = "2026-11-02T10:00:00.000Z";
const storyEndsAt = "2026-11-05T10:00:00.000Z";

/**
 * Brings an Identity into every state, by what a host calls, on an empty store. `openPort` returns a further port on the
 * same store, not opened yet; one at a time is open. The same story comes out for every kind of store where the random
 * numbers are the same.
 */
export async function tellStory(release: Release, openPort: () => PersistencePort, withKey: boolean): Promise<Story> {
    return await new StoryTeller(release, openPort, withKey).tell();
}

class StoryTeller {
    private readonly clock;
    private readonly told: ToldBackbone;
    private readonly processIds: Partial<Record<State, string[]>> = {};

    public constructor(
        private readonly release: Release,
        private readonly openPort: () => PersistencePort,
        private readonly withKey: boolean
    ) {
        this.clock = new release.FixedClock(absenceBeginsAt);
        this.told = new ToldBackbone(release, this.clock);
    }

    public async tell(): Promise<Story> {
        await this.cancelOnTheTablet();
        this.clock.set(storyBeginsAt);
        if (this.withKey) await this.runLifecycle();
        // Later, since a lifecycle plans what was imported, and so writes it in the present form.
        await this.import();
        await this.decideLocally();
        await this.deleteAtTheBackbone();
        this.clock.set(storyEndsAt);
        await this.decideAtTheBackbone();
        return { endsAt: storyEndsAt, processIds: this.processIds, backbone: this.told.steps };
    }

    /** The phone is told only when the Backbone has forgotten the process. */
    private async cancelOnTheTablet(): Promise<void> {
        await this.withBackbone(async (module) => {
            await this.initiate(module, "backboneClosedByAbsence", 60);
        });
        this.clock.advance({ days: 1 });
        const [processId] = this.processIds.backboneClosedByAbsence!;
        await this.told.cancel(tabletOf("backboneClosedByAbsence"), processId);
    }

    private async import(): Promise<void> {
        const { pseudonymKey } = this;
        for (const [state, collection] of Object.entries(enmeshedCollections)) {
            const { address } = personIn(state as State);
            const text = JSON.stringify(collection);
            await this.release.importEnmeshedProcesses(this.openPort(), text, { address, pseudonymKey });
            this.processIds[state as State] = collection.map(({ id }) => id);
        }
    }

    private async runLifecycle(): Promise<void> {
        await this.withLifecycle(async (module, runDue) => {
            await this.initiate(module, "deleted", 1);
            await this.initiate(module, "deletingParked", 1);
            await this.initiate(module, "activeReminded", 14);
            this.clock.advance({ days: 1 });
            await runDue();
            this.clock.advance({ hours: 3 });
            await runDue();
            this.clock.advance({ hours: 21 });
            // The reminder of twelve days before the end.
            await runDue();
        });
        this.clock.set("2026-11-04T08:00:00.000Z");
        await this.withLifecycle(async (module, runDue) => {
            await this.initiate(module, "deletingWaitsForNextAttempt", 1);
            await this.initiate(module, "deletingFinalNoticeFails", 1);
            this.clock.advance({ hours: 1 });
            await this.initiate(module, "deletingLeaseRunOut", 1);
            this.clock.advance({ hours: 23 });
            await runDue();
            this.clock.advance({ hours: 1 });
            await runDue();
        });
    }

    private async decideLocally(): Promise<void> {
        this.clock.set("2026-11-05T09:30:00.000Z");
        await this.withModule({ lifecycle: "elsewhere" }, async (module) => {
            await this.initiate(module, "cancelledOnly", 14);
            must(await this.processesOf(module, "cancelledOnly").cancelIdentityDeletionProcess());
            await this.initiate(module, "activeEarly", 30);
            await this.initiate(module, "activePastItsEnd", 0.01);
        });
    }

    private async deleteAtTheBackbone(): Promise<void> {
        const { told } = this;
        this.clock.set("2026-11-05T09:30:00.000Z");
        await this.withBackbone(async (module) => {
            await this.initiate(module, "backboneDeleted", 0.001);
            await told.initiate(tabletOf("backboneDeletedUnlisted"), 0.001);
            this.clock.advance({ minutes: 5 });
            told.runJobs();
            await this.initiate(module, "backboneDeleting", 0.001);
            this.clock.advance({ minutes: 5 });
            told.runJobs();
        });
    }

    private async decideAtTheBackbone(): Promise<void> {
        const { backbone } = this.told;
        await this.withBackbone(async (module) => {
            await this.initiate(module, "backboneActive", 14);
            await this.initiate(module, "backboneCancelled", 14);
            must(await this.processesOf(module, "backboneCancelled").cancelIdentityDeletionProcess());
            await this.initiate(module, "backboneCancelUnsettled", 14);
            await this.initiate(module, "backboneTwoOpen", 14);
            backbone.enforcesOneActive = false;
            await this.told.initiate(tabletOf("backboneTwoOpen"), 7);
            backbone.enforcesOneActive = true;
            for (const state of ["backboneTwoOpen", "backboneClosedByAbsence", "backboneDeleting"] as const) {
                must(await module.forIdentity(personIn(state)).backbone!.synchronize());
            }
            for (const state of ["backboneDeleted", "backboneDeletedUnlisted"] as const) {
                const result = await module.forIdentity(personIn(state)).backbone!.synchronize();
                requireError(result, this.release.ErrorCode.identityIsDeleted);
            }
            await this.loseAnswers(module);
        });
    }

    private async loseAnswers(module: IdentityDeletionModule): Promise<void> {
        const { backbone } = this.told;
        backbone.failNext("initiate", "dropResponse");
        backbone.failNext("list", "dropRequest");
        const lost = await this.processesOf(module, "backboneInitiateUnsettled").initiateIdentityDeletionProcess();
        requireError(lost, this.release.ErrorCode.authorityNotReachable);
        backbone.failNext("initiate", "dropRequest");
        backbone.failNext("list", "dropRequest");
        const never = await this.processesOf(module, "backboneInitiateNeverArrived").initiateIdentityDeletionProcess();
        requireError(never, this.release.ErrorCode.authorityNotReachable);
        backbone.failNext("cancel", "dropResponse");
        backbone.failNext("list", "dropRequest");
        const cancelled = await this.processesOf(module, "backboneCancelUnsettled").cancelIdentityDeletionProcess();
        requireError(cancelled, this.release.ErrorCode.authorityNotReachable);
    }

    private async initiate(module: IdentityDeletionModule, state: State, days: number): Promise<void> {
        const request = { lengthOfGracePeriodInDays: days };
        const result = await this.processesOf(module, state).initiateIdentityDeletionProcess(request);
        must(result);
        (this.processIds[state] ??= []).push(result.value.id);
    }

    private processesOf(module: IdentityDeletionModule, state: State): Processes {
        return module.forIdentity(personIn(state)).identityDeletionProcesses;
    }

    private async withBackbone(work: (module: IdentityDeletionModule) => Promise<void>): Promise<void> {
        await this.withModule({ authority: this.told.authority() }, work);
    }

    /** `runDue` ends what a deleter has not ended, as a worker does that is stopped. */
    private async withLifecycle(
        work: (module: IdentityDeletionModule, runDue: () => Promise<void>) => Promise<void>
    ): Promise<void> {
        let onHanging: () => void;
        const configured = unreliableLifecycle(this.release, () => onHanging());
        await this.withModule({ lifecycle: configured }, async (module) => {
            const lifecycle = module.lifecycle as Lifecycle;
            await work(module, async () => {
                const run = lifecycle.runDue();
                const hangs = new Promise<boolean>((resolve) => (onHanging = () => resolve(true)));
                if (await Promise.race([run.then(() => false), hangs])) await lifecycle.stop(0);
                await run;
            });
        });
    }

    private get pseudonymKey(): ReturnType<Release["PseudonymKey"]["of"]> | undefined {
        return this.withKey ? this.release.PseudonymKey.of(keyBytes) : undefined;
    }

    private async withModule(
        options: Partial<Parameters<Release["IdentityDeletionModule"]["create"]>[0]>,
        work: (module: IdentityDeletionModule) => Promise<void>
    ): Promise<void> {
        const { clock, pseudonymKey } = this;
        const persistence = this.openPort();
        const module = await this.release.IdentityDeletionModule.create({
            persistence,
            clock,
            pseudonymKey,
            ...options
        });
        try {
            await work(module);
        } finally {
            await module.close();
        }
    }
}

function must({ isError, error }: { isError: boolean; error?: { code: string; message: string } }): void {
    if (isError) throw new Error(`The story cannot be told: ${error!.code}: ${error!.message}`);
}

function requireError({ isError, error }: { isError: boolean; error?: { code: string } }, code: string): void {
    const actual = isError ? error!.code : "a success";
    if (actual !== code) throw new Error(`The story cannot be told: ${actual} and not ${code}.`);
}
