import type { IdentityContext } from "../../../../src";
import type { BackboneAuthority } from "../../../../src/backbone";
import type { FixedClock, InMemoryBackbone } from "../../../../src/testing";
import { type BackboneStep, backboneStates, credentialsOf, personIn, type State, tabletOf } from "../people";

type Release = Pick<typeof import("../release"), "BackboneAuthority" | "InMemoryBackbone" | "fetchFrom">;

const folder = "/api/v2/Identities/Self/DeletionProcesses";

/** The Backbone of the story. It writes down what changes it. */
export class ToldBackbone {
    public readonly steps: BackboneStep[] = [];
    public readonly backbone: InMemoryBackbone;

    public constructor(
        private readonly release: Release,
        private readonly clock: FixedClock
    ) {
        this.backbone = new release.InMemoryBackbone({ clock });
        for (const state of backboneStates) this.add(state);
        this.writeDownRequests();
    }

    /** An account with a phone and a tablet. */
    public add(state: State): void {
        const devices = [personIn(state), tabletOf(state)];
        const accounts = devices.map((device) => ({ deviceId: device.deviceId, ...credentialsOf(device) }));
        this.backbone.addIdentity(personIn(state).address, accounts);
    }

    /** Brings a Backbone that is as new to where a story left it. The clock stays at the last of the steps. */
    public async repeat(steps: readonly BackboneStep[]): Promise<void> {
        for (const step of steps) {
            this.clock.set(step.at);
            if (step.do === "runJobs") {
                this.runJobs();
                continue;
            }
            const { deviceId, enforcesOneActive, ...request } = step;
            this.backbone.enforcesOneActive = enforcesOneActive;
            await sendAs(this.backbone, { address: "", deviceId }, request);
        }
        this.backbone.enforcesOneActive = true;
    }

    /** How the phones reach it. Each request is sent once. */
    public authority(): BackboneAuthority {
        return this.release.BackboneAuthority.connect({
            url: "https://backbone.example.org",
            clientId: "test",
            clientSecret: "test",
            credentialsOf: (identity) => credentialsOf(identity),
            fetch: this.release.fetchFrom(this.backbone),
            waitForOthersInMs: 0,
            retry: { attempts: 1 }
        });
    }

    public async initiate(device: IdentityContext, lengthOfGracePeriodInDays: number): Promise<void> {
        const body = JSON.stringify({ lengthOfGracePeriodInDays });
        await sendAs(this.backbone, device, { method: "POST", path: folder, body });
    }

    public async cancel(device: IdentityContext, processId: string): Promise<void> {
        await sendAs(this.backbone, device, { method: "PUT", path: `${folder}/${processId}/Cancel`, body: "" });
    }

    public runJobs(): void {
        this.backbone.runJobs();
        this.backbone.expireTokens();
        this.steps.push({ at: this.clock.now().toISO()!, do: "runJobs" });
    }

    private writeDownRequests(): void {
        const { backbone, clock, steps } = this;
        const handle = backbone.handle.bind(backbone);
        backbone.handle = async (request) => {
            const answer = await handle(request);
            // Without a device it was not dealt with.
            const { kind, deviceId } = backbone.log.at(-1)!;
            if ((kind === "initiate" || kind === "cancel") && deviceId !== undefined) {
                const { method, path, body } = request;
                const { enforcesOneActive } = backbone;
                const at = clock.now().toISO()!;
                steps.push({ at, do: "request", deviceId, method, path, body, enforcesOneActive });
            }
            return answer;
        };
    }
}

/** Sends a request with a token of that device, around the module. Throws where it is refused. */
async function sendAs(
    backbone: InMemoryBackbone,
    device: IdentityContext,
    { method, path, body }: { method: string; path: string; body: string }
): Promise<void> {
    const form = new URLSearchParams({
        ...{ grant_type: "password", client_id: "test", client_secret: "test" },
        ...credentialsOf(device)
    });
    const granted = await backbone.handle({
        method: "POST",
        path: "/connect/token",
        headers: {},
        body: form.toString()
    });
    if (granted === "broken") throw new Error("The Backbone cannot be reached.");
    const { access_token: token } = JSON.parse(granted.body) as { access_token?: string };
    const answer = await backbone.handle({ method, path, body, headers: { authorization: `Bearer ${token}` } });
    if (answer === "broken" || answer.status >= 300) {
        throw new Error(`${method} ${path} of ${device.deviceId}: ${JSON.stringify(answer)}`);
    }
}
