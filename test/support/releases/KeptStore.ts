import {
    IdentityDeletionModule,
    type IdentityDeletionModuleOptions,
    type IdentityScope,
    type PersistencePort
} from "../../../src";
import { BackboneAuthority } from "../../../src/backbone";
import { PseudonymKey } from "../../../src/pseudonymization";
import { fetchFrom, FixedClock, InMemoryBackbone } from "../../../src/testing";
import { ToldBackbone } from "./keep/ToldBackbone";
import { keyBytes, personIn, tabletOf, type State, type Story } from "./people";

/** A store of an older release, for the present code. It never changes: each test works on a copy of its own. */
export interface KeptStore {
    readonly story: Story;
    readonly withKey: boolean;
    /** A further copy. What it returns makes ports on it, not opened yet. */
    copy(): Promise<() => PersistencePort>;
}

/** The states that this store has. */
export function statesOf<Each extends State>({ story, withKey }: KeptStore, states: readonly Each[]): Each[] {
    const hasNone: readonly State[] = ["none", "backboneInitiateUnsettled", "backboneInitiateNeverArrived"];
    const isThere = (state: State): boolean =>
        story.processIds[state] !== undefined || hasNone.includes(state) || state === "backboneDeletedUnlisted";
    return withKey ? [...states] : states.filter(isThere);
}

/** What the present code does with one copy: a clock, a Backbone that stands where the story left it, and modules. */
export class Continuation {
    /** A minute after the end of the story: what was on its way to the Backbone then has arrived, or never will. */
    public readonly clock: FixedClock;
    public readonly backbone: InMemoryBackbone;
    private readonly told: ToldBackbone;
    private readonly modules: IdentityDeletionModule[] = [];

    private constructor(
        private readonly store: KeptStore,
        private readonly openPort: () => PersistencePort
    ) {
        this.clock = new FixedClock(store.story.endsAt);
        this.told = new ToldBackbone({ BackboneAuthority, InMemoryBackbone, fetchFrom }, this.clock);
        this.backbone = this.told.backbone;
    }

    public static async of(store: KeptStore): Promise<Continuation> {
        const continuation = new Continuation(store, await store.copy());
        await continuation.told.repeat(store.story.backbone);
        continuation.clock.set(store.story.endsAt);
        continuation.clock.advance({ minutes: 1 });
        return continuation;
    }

    public async module(options: Partial<IdentityDeletionModuleOptions> = {}): Promise<IdentityDeletionModule> {
        const { clock, openPort, store } = this;
        const module = await IdentityDeletionModule.create({
            persistence: openPort(),
            clock,
            ...(store.withKey && { pseudonymKey: PseudonymKey.of(keyBytes) }),
            ...options
        });
        this.modules.push(module);
        return module;
    }

    /** The Identity in that state where the module itself decides, or a Backbone. */
    public async scope(state: State, authority: "local" | "backbone"): Promise<IdentityScope> {
        const module = await this.module(
            authority === "local" ? { lifecycle: "elsewhere" } : { authority: this.told.authority() }
        );
        return module.forIdentity(personIn(state));
    }

    public port(): PersistencePort {
        return this.openPort();
    }

    /** Gives an Identity that no Backbone has decided about an account there, and a process if that is wanted. */
    public async join(state: State, withProcess: boolean): Promise<void> {
        this.told.add(state);
        if (withProcess) await this.told.initiate(tabletOf(state), 14);
    }

    /** What the Backbone would go on to delete. */
    public openAtTheBackbone(state: State): string[] {
        const processes = this.backbone.processesOf(personIn(state).address);
        return processes.filter(({ status }) => status !== "Cancelled").map(({ id }) => id!);
    }

    public async close(): Promise<void> {
        for (const module of this.modules) await module.close();
    }
}
