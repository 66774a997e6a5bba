import { IdentityDeletionModule, type IdentityContext, type IdentityScope, type PersistencePort } from "../../../src";
import { InMemoryPersistence } from "../../../src/adapters/memory";
import { BackboneAuthority, type BackboneAuthorityOptions } from "../../../src/backbone";
import { fetchFrom, FixedClock, InMemoryBackbone } from "../../../src/testing";
import { RememberingBus } from "./RememberingBus";
import { alice, alicesTablet } from "../fixtures";

export interface DeviceUnderTest {
    readonly module: IdentityDeletionModule;
    readonly scope: IdentityScope;
    readonly processes: IdentityScope["identityDeletionProcesses"];
    readonly bus: RememberingBus;
    readonly persistence: PersistencePort;
}

/** One Backbone with Alice's Identity, and devices of hers that reach it without a network. */
export class BackboneWorld {
    public readonly clock = new FixedClock();
    public readonly backbone = new InMemoryBackbone({ clock: this.clock });
    private readonly modules: IdentityDeletionModule[] = [];

    public constructor() {
        this.backbone.addIdentity(
            alice.address,
            [alice, alicesTablet].map(({ deviceId }) => ({ deviceId, ...credentialsOf(deviceId) }))
        );
    }

    /** A device with a store of its own, or over another's: as after a restart, or as another process. */
    public async device(
        identity: IdentityContext = alice,
        persistence: PersistencePort = new InMemoryPersistence(),
        options: Partial<BackboneAuthorityOptions> = {}
    ): Promise<DeviceUnderTest> {
        const bus = new RememberingBus();
        const authority = this.authority(options);
        const module = await IdentityDeletionModule.create({
            persistence,
            authority,
            eventBus: bus,
            clock: this.clock
        });
        this.modules.push(module);
        const scope = module.forIdentity(identity);
        return { module, scope, processes: scope.identityDeletionProcesses, bus, persistence };
    }

    public authority(options: Partial<BackboneAuthorityOptions> = {}): BackboneAuthority {
        return connectTo({ fetch: fetchFrom(this.backbone), ...options });
    }

    /** What the Backbone has that is not cancelled. */
    public get open(): Record<string, string | null>[] {
        return this.backbone.processesOf(alice.address).filter(({ status }) => status !== "Cancelled");
    }

    /** How often a request of that kind arrived. */
    public requests(kind: string): number {
        return this.backbone.log.filter((entry) => entry.kind === kind).length;
    }

    /** A process that has died closes nothing. */
    public forget(module: IdentityDeletionModule): void {
        this.modules.splice(this.modules.indexOf(module), 1);
    }

    public async close(): Promise<void> {
        await Promise.all(this.modules.map((module) => module.close()));
    }
}

/** Sends each request once, unless `options` says otherwise: tests are not to wait. */
export function connectTo(options: Partial<BackboneAuthorityOptions>): BackboneAuthority {
    return BackboneAuthority.connect({
        url: "https://backbone.example.org",
        clientId: "test",
        clientSecret: "test",
        credentialsOf: ({ deviceId }) => credentialsOf(deviceId),
        waitForOthersInMs: 0,
        ...options,
        retry: { attempts: 1, firstDelayInMs: 0, maxDelayInMs: 0, ...options.retry }
    });
}

export function credentialsOf(deviceId: string): { username: string; password: string } {
    return { username: `USR${deviceId.slice(3)}`, password: `very secret ${deviceId.slice(3)}` };
}
