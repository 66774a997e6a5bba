import type { Fetch } from "../../../src/backbone";
import { fetchFrom, FixedClock, InMemoryBackbone } from "../../../src/testing";
import { alice, alicesTablet } from "../fixtures";
import { credentialsOf } from "./BackboneWorld";

type Process = Record<string, unknown>;

/** What a Backbone, or something before it, makes of what it shows. */
export type Oddity =
    /** The list lacks what is open; asked for by id, it is shown. A replica of the list that is late. */
    | "listLacksOpen"
    /** What was there before is not shown at all, and cannot be cancelled: a restored backup. */
    | "allIsForgotten"
    | "listShowsEachTwice"
    /** The list has an entry that is no process. */
    | "listIsUnreadable"
    /** Everything is another Identity's: a token that was mixed up. */
    | "anothersAccount";

/**
 * A `fetch` to that Backbone which shows it oddly, while `oddity` says so. The other account has an Identity of its own, in
 * the state that `anothersProcess` says.
 */
export class OddBackbone {
    public readonly fetch: Fetch;
    private chosen: Oddity | undefined;
    private forgotten: readonly unknown[] = [];
    private readonly another: InMemoryBackbone;

    public constructor(
        private readonly backbone: InMemoryBackbone,
        clock = new FixedClock()
    ) {
        this.another = new InMemoryBackbone({ clock, processIdPrefix: "other" });
        const devices = [alice, alicesTablet].map(({ deviceId }) => ({ deviceId, ...credentialsOf(deviceId) }));
        this.another.addIdentity(alice.address, devices);
        this.fetch = async (url, request) => await this.answer(url, request);
    }

    public get oddity(): Oddity | undefined {
        return this.chosen;
    }

    public set oddity(oddity: Oddity | undefined) {
        this.chosen = oddity;
        const ids = this.backbone.processesOf(alice.address).map(({ id }) => id);
        this.forgotten = oddity === "allIsForgotten" ? ids : [];
    }

    private async answer(...[url, request]: Parameters<Fetch>): ReturnType<Fetch> {
        const { pathname } = new URL(url);
        const isOfProcesses = pathname.includes("/DeletionProcesses");
        if (this.oddity === "anothersAccount" && isOfProcesses) return await this.asAnother(url, request);
        const honest = fetchFrom(this.backbone);
        const isList = request.method === "GET" && pathname.endsWith("/DeletionProcesses");
        if (this.forgotten.some((id) => pathname.includes(String(id)))) {
            return answerWith(404, { error: { code: "error.platform.recordNotFound" } });
        }
        const answer = await honest(url, request);
        if (!isList || this.oddity === undefined || answer.status !== 200) return answer;
        const { result } = JSON.parse(await answer.text()) as { result: Process[] };
        return answerWith(200, { result: this.shown(result) });
    }

    private shown(processes: Process[]): unknown[] {
        if (this.oddity === "listShowsEachTwice") return [...processes, ...processes];
        if (this.oddity === "listIsUnreadable") return [...processes, { id: 1 }];
        if (this.oddity === "allIsForgotten") return processes.filter(({ id }) => !this.forgotten.includes(id));
        return processes.filter(({ status }) => status === "Cancelled");
    }

    /** With a token of that account. */
    private async asAnother(...[url, request]: Parameters<Fetch>): ReturnType<Fetch> {
        const other = fetchFrom(this.another);
        const form = new URLSearchParams({
            ...{ grant_type: "password", client_id: "test", client_secret: "test" },
            ...credentialsOf(alice.deviceId)
        });
        const granted = await other(new URL("/connect/token", url).href, {
            ...{ method: "POST", headers: {}, body: form.toString() }
        });
        const { access_token: token } = JSON.parse(await granted.text()) as { access_token: string };
        return await other(url, { ...request, headers: { ...request.headers, Authorization: `Bearer ${token}` } });
    }
}

function answerWith(status: number, body: unknown): Awaited<ReturnType<Fetch>> {
    return { status, headers: { get: () => null }, body: null, text: async () => JSON.stringify(body) };
}
