import { IdentityDeletionModule, type IdentityScope } from "../../../src";
import { InMemoryPersistence } from "../../../src/adapters/memory";
import { BackboneAuthority, type Fetch } from "../../../src/backbone";
import { Lifecycle } from "../../../src/lifecycle";
import { fetchFrom, FixedClock, InMemoryBackbone } from "../../../src/testing";
import { importEnmeshedProcesses } from "../../../src/transfer";
import { connectTo, credentialsOf } from "../backbone/BackboneWorld";
import { alice, alicesTablet } from "../fixtures";
import { deleter, pseudonymKey } from "../lifecycle/LifecycleWorld";
import type { AuthorityRow } from "./authorityRows";
import { jsonOf } from "../../../src/domain/record/StoredRecord";

const dayInMs = 86_400_000;

/** An Identity's store and the Backbones around it, brought to where a row of the table of authorities begins. */
export class AuthorityStage {
    public readonly clock = new FixedClock();
    public readonly store = new InMemoryPersistence();
    private readonly backbone = this.newBackbone();
    private readonly otherBackbone = this.newBackbone();
    private keptToken: string | undefined;
    private readonly modules: IdentityDeletionModule[] = [];

    private constructor(private readonly row: AuthorityRow) {}

    public static async of(row: AuthorityRow): Promise<AuthorityStage> {
        const stage = new AuthorityStage(row);
        await stage.record();
        if (row.end === "past") await stage.passTheEnd();
        return stage;
    }

    /** A module under the row's present authority. */
    public async present(): Promise<{ scope: IdentityScope; lifecycle: Lifecycle }> {
        const { present } = this.row;
        return await this.host(present === "local" ? undefined : connectTo({ fetch: this.presentFetch() }));
    }

    /** A module that decides by itself, whatever the row says. */
    public async withoutBackbone(): Promise<{ scope: IdentityScope; lifecycle: Lifecycle }> {
        return await this.host(undefined);
    }

    /** From here on each login is a new one, some minutes after the end of every grace period. */
    public waitForTheEnd(): void {
        this.keptToken = undefined;
        this.clock.advance({ days: 1, minutes: 10 });
    }

    /** Whether nothing is open or in doubt any more. */
    public async isSettled(): Promise<boolean> {
        const records = await this.store.findCurrent(pseudonymKey.identityKeyOf(alice.address));
        return records.every(({ unsettled, data }) => {
            const status = (jsonOf(data).process as { status?: string } | undefined)?.status;
            return !unsettled && status === "Deleted";
        });
    }

    public async close(): Promise<void> {
        await Promise.all(this.modules.map((module) => module.close()));
    }

    private async record(): Promise<void> {
        const { recorded, state } = this.row;
        if (recorded === "Backbone") await this.recordUnderBackbone();
        else if (recorded === "local") await this.start(undefined);
        else await this.bringIn();
        if (state === "Deleting, begun here") await this.beginDeletion();
    }

    private async recordUnderBackbone(): Promise<void> {
        const { state } = this.row;
        this.backbone.enforcesOneActive = state !== "Active, another waits";
        if (state === "initiate unsettled") {
            this.backbone.failNext("initiate", "dropRequest");
            this.backbone.failNext("list", "dropRequest");
        }
        const scope = await this.start(fetchFrom(this.backbone));
        if (state === "Active, cancel unsettled") {
            this.backbone.failNext("cancel", "dropRequest");
            this.backbone.failNext("list", "dropRequest");
            await scope.identityDeletionProcesses.cancelIdentityDeletionProcess();
        } else if (state === "Active, another waits") {
            const tablet = await this.host(
                connectTo({ fetch: fetchFrom(this.backbone) }),
                new InMemoryPersistence(),
                true
            );
            await tablet.scope.identityDeletionProcesses.initiateIdentityDeletionProcess({
                lengthOfGracePeriodInDays: 1
            });
            await scope.backbone!.synchronize();
        } else if (state === "Active, in doubt") {
            const misled = await this.host(connectTo({ fetch: fetchFrom(this.otherBackbone) }));
            await misled.scope.backbone!.synchronize();
        }
    }

    private async start(fetch: Fetch | undefined): Promise<IdentityScope> {
        const { scope } = await this.host(fetch && connectTo({ fetch }));
        await scope.identityDeletionProcesses.initiateIdentityDeletionProcess({ lengthOfGracePeriodInDays: 1 });
        return scope;
    }

    /** The Backbone's process, from an older Runtime's database that did not say whose it is. */
    private async bringIn(): Promise<void> {
        const device = await this.host(connectTo({ fetch: fetchFrom(this.backbone) }), new InMemoryPersistence());
        const { identityDeletionProcesses: processes } = device.scope;
        const { value } = await processes.initiateIdentityDeletionProcess({ lengthOfGracePeriodInDays: 1 });
        const status = this.row.state === "Deleting" ? "Deleting" : "Approved";
        const text = JSON.stringify([{ ...value, status }]);
        await importEnmeshedProcesses(this.store, text, { address: alice.address, pseudonymKey });
    }

    /** Up to the second deleter, which fails. */
    private async beginDeletion(): Promise<void> {
        const fails = async (): Promise<void> => await Promise.reject(new Error("not now"));
        const { lifecycle } = await this.host(undefined, this.store, false, fails);
        await lifecycle.runDue(this.clock.now().plus({ days: 1 }));
    }

    private async passTheEnd(): Promise<void> {
        const { present, state, recorded } = this.row;
        const isShown = present === "Backbone shows it";
        this.clock.advance({ milliseconds: dayInMs - 120_000 });
        this.keptToken = await this.newToken();
        const before = await this.host(connectTo({ fetch: this.withKeptToken() }));
        const isSeen = recorded === "Backbone" && state === "Deleting";
        this.clock.advance({ minutes: 4 });
        if (state.startsWith("Deleting")) this.backbone.runJobs("begins");
        if (isSeen) await before.scope.backbone!.synchronize();
        if (!isShown) this.keptToken = undefined;
        // What the Backbone has of it is gone with it.
        if (present === "Backbone has deleted the Identity") this.backbone.runJobs();
    }

    private presentFetch(): Fetch {
        switch (this.row.present) {
            case "Backbone does not show it":
                return fetchFrom(this.otherBackbone);
            case "Backbone is gone for good":
                return async () => await Promise.reject(new TypeError("fetch failed"));
            default:
                return this.withKeptToken();
        }
    }

    private withKeptToken(): Fetch {
        const honest = fetchFrom(this.backbone);
        return async (url, request) => {
            if (this.keptToken === undefined || !url.endsWith("/connect/token")) return await honest(url, request);
            const granted = JSON.stringify({ access_token: this.keptToken, expires_in: 300 });
            return { status: 200, headers: { get: () => null }, body: null, text: async () => granted };
        };
    }

    private async newToken(): Promise<string> {
        const login = { grant_type: "password", client_id: "test", client_secret: "test" };
        const form = new URLSearchParams({ ...login, ...credentialsOf(alice.deviceId) });
        const answer = await this.backbone.handle({
            ...{ method: "POST", path: "/connect/token", headers: {}, body: form.toString() }
        });
        if (answer === "broken") throw new Error("The connection broke.");
        return (JSON.parse(answer.body) as { access_token: string }).access_token;
    }

    private newBackbone(): InMemoryBackbone {
        const backbone = new InMemoryBackbone({ clock: this.clock });
        const devices = [alice, alicesTablet].map(({ deviceId }) => ({ deviceId, ...credentialsOf(deviceId) }));
        backbone.addIdentity(alice.address, devices);
        return backbone;
    }

    private async host(
        authority: BackboneAuthority | undefined,
        persistence = this.store,
        isTablet = false,
        deleteMails: () => Promise<void> = async () => {}
    ): Promise<{ scope: IdentityScope; lifecycle: Lifecycle }> {
        const deleters = [deleter("files"), deleter("mails", deleteMails)];
        const configured = Lifecycle.configure({ deleters, notifier: "none", random: () => 0 });
        const { clock } = this;
        const module = await IdentityDeletionModule.create({
            persistence,
            authority,
            clock,
            pseudonymKey,
            lifecycle: configured
        });
        const { lifecycle } = module;
        this.modules.push(module);
        return { scope: module.forIdentity(isTablet ? alicesTablet : alice), lifecycle };
    }
}
