import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import runtime from "@nmshd/runtime";
import transport from "@nmshd/transport";
import { attachTo } from "identity-deletion-process/enmeshed";
import { BackboneServer, InMemoryBackbone } from "identity-deletion-process/testing/backbone";
import { SystemClock } from "./SystemClock.mjs";
import { EnmeshedRoutes } from "./EnmeshedRoutes.mjs";
import { ExampleRuntime } from "./ExampleRuntime.mjs";

/** A Backbone behind HTTP on this machine, and Runtimes that use it. */
export class World {
    runtimes = [];
    #folders = [];

    static async start() {
        const world = new World();
        world.clock = new SystemClock();
        world.backbone = new InMemoryBackbone({ clock: world.clock });
        world.routes = new EnmeshedRoutes(world.backbone);
        world.server = await BackboneServer.start(world.backbone);
        return world;
    }

    /** A Runtime with an Identity of its own. `kind`: "stock" is the Runtime as it is, "attached" has the module. */
    async device(kind, options = {}) {
        const attach = kind === "attached" ? (options.attach ?? attachTo) : undefined;
        const started = await ExampleRuntime.start(this.server.url, { ...options, attach });
        this.runtimes.push(started);
        return recording(started);
    }

    /** A further device of the same Identity, onboarded as a person would do it. */
    async secondDevice(kind, first, options = {}) {
        const { devices } = first.account;
        const device = await devices.sendDevice({ name: "another" });
        await first.account.syncDatawallet();
        return await this.device(kind, { ...options, sharedSecret: await devices.getSharedSecret(device.id) });
    }

    /** What the Backbone has of it that is not cancelled. */
    openOf(device) {
        const processes = this.backbone.processesOf(device.account.identity.address.toString());
        return processes.filter(({ status }) => status !== "Cancelled");
    }

    async folder() {
        const folder = await mkdtemp(join(tmpdir(), "enmeshed-runtime-"));
        this.#folders.push(folder);
        return folder;
    }

    async stop(device) {
        this.runtimes.splice(this.runtimes.indexOf(device), 1);
        await device.stop();
    }

    async close() {
        for (const started of this.runtimes) await started.stop();
        await this.server.stop();
        for (const folder of this.#folders) await rm(folder, { recursive: true, force: true });
    }
}

/** Keeps what an app hears: by the transport's class, by namespace, and by the Runtime's own class. */
function recording(started) {
    const heard = { byClass: [], byNamespace: [], byRuntime: [] };
    const keepIn = (list) => (event) => void list.push(event.data?.status ?? "look");
    const { IdentityDeletionProcessStatusChangedEvent: TransportEvent } = transport;
    const bus = started.account.transport.eventBus;
    bus.subscribe(TransportEvent, keepIn(heard.byClass));
    bus.subscribe(TransportEvent.namespace, keepIn(heard.byNamespace));
    started.eventBus.subscribe(runtime.IdentityDeletionProcessStatusChangedEvent, keepIn(heard.byRuntime));
    started.heard = heard;
    return started;
}
