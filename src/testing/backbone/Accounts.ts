import type { DateTime } from "luxon";
import { deletedSince, type BackboneIdentity } from "./deletionProcesses";
import { success, type BackboneAnswer, type BackboneRequest } from "./wire";

export interface BackboneDevice {
    deviceId: string;
    username: string;
    password: string;
}

interface LoggedIn {
    readonly identity: BackboneIdentity;
    readonly deviceId: string;
}

const tokenLifetimeInSeconds = 300;

/** The Identities of a Backbone, their devices, and who is logged in. */
export class Accounts {
    private readonly identities: BackboneIdentity[] = [];
    private readonly tokens = new Map<string, { deviceId: string; expiresAt: number }>();
    private sequence = 0;

    public constructor(private readonly client: { readonly id: string; readonly secret: string }) {}

    public add(address: string, devices: readonly BackboneDevice[]): void {
        const copies = devices.map((device) => ({ ...device }));
        this.identities.push({ address, devices: copies, processes: [], deletedAt: null });
    }

    public all(): readonly BackboneIdentity[] {
        return this.identities;
    }

    public identity(address: string): BackboneIdentity {
        const identity = this.identities.find((identity) => identity.address === address);
        if (identity === undefined) throw new RangeError("This Backbone has no Identity with this address.");
        return identity;
    }

    /** All tokens are withdrawn. */
    public expireTokens(): void {
        this.tokens.clear();
    }

    /** Whose token a request carries; `undefined` where it is none, or is no longer good. */
    public loggedIn({ headers }: BackboneRequest, now: DateTime): LoggedIn | undefined {
        const token = this.tokens.get(headers.authorization?.replace(/^Bearer /, "") ?? "");
        if (token === undefined || token.expiresAt <= now.toMillis()) return undefined;
        const { deviceId } = token;
        const identity = this.identities.find(({ devices }) => devices.some((device) => device.deviceId === deviceId));
        return identity === undefined || identity.deletedAt !== null ? undefined : { identity, deviceId };
    }

    public grant({ body }: BackboneRequest, now: DateTime): BackboneAnswer {
        const form = new URLSearchParams(body);
        const { id, secret } = this.client;
        if (form.get("client_id") !== id || form.get("client_secret") !== secret) return refusal("invalid_client");
        if (form.get("grant_type") !== "password") return refusal("unsupported_grant_type");
        const [identity, device] = this.deviceOf(form.get("username"));
        if (device?.password !== form.get("password") || identity === undefined) return refusal("invalid_grant");
        if (deletedSince(identity, now) !== null) return refusal("invalid_grant");
        const token = `token-${++this.sequence}-${device.deviceId}`;
        const expiresAt = now.toMillis() + tokenLifetimeInSeconds * 1000;
        this.tokens.set(token, { deviceId: device.deviceId, expiresAt });
        const granted = { access_token: token, token_type: "Bearer", expires_in: tokenLifetimeInSeconds };
        return { status: 200, headers: {}, body: JSON.stringify(granted) };
    }

    public isDeleted(request: BackboneRequest, now: DateTime): BackboneAnswer {
        const [identity] = this.deviceOf(new URLSearchParams(request.path.split("?")[1]).get("username"));
        const deletedAt = identity === undefined ? null : deletedSince(identity, now);
        return success(200, { isDeleted: deletedAt !== null, deletionDate: deletedAt?.toISO() ?? null }, request);
    }

    private deviceOf(username: string | null): [BackboneIdentity, BackboneDevice] | [] {
        for (const identity of this.identities) {
            const device = identity.devices.find((device) => device.username === username);
            if (device !== undefined) return [identity, device];
        }
        return [];
    }
}

function refusal(error: string): BackboneAnswer {
    return { status: 400, headers: {}, body: JSON.stringify({ error }) };
}
