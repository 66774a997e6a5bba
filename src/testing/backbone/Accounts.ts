import type { DateTime } from "luxon";
import { deletedSince, type BackboneIdentity } from "./deletionProcesses";
import { failure, success, type BackboneAnswer, type BackboneRequest } from "./wire";

export interface BackboneDevice {
    deviceId: string;
    username: string;
    password: string;
}

interface Caller {
    readonly deviceId: string;
    /** `undefined`: the token is still good, but its Identity is deleted, or the device was removed. */
    readonly identity: BackboneIdentity | undefined;
}

const tokenLifetimeInSeconds = 300;
const maxWrongPasswords = 3;
const lockedForInMinutes = 10;
const deletionIsRememberedForInDays = 731;
const usernameForm = /^USR[A-Za-z0-9]{1,17}$/;

/** The Identities of a Backbone, their devices, and who is logged in. */
export class Accounts {
    private readonly identities: BackboneIdentity[] = [];
    private readonly tokens = new Map<string, { deviceId: string; expiresAt: number }>();
    private readonly wrongPasswords = new Map<string, { count: number; lockedUntil: number }>();
    private sequence = 0;

    public constructor(private readonly client: { readonly id: string; readonly secret: string }) {}

    public add(address: string, devices: readonly BackboneDevice[]): void {
        const copies = devices.map((device) => ({ ...device }));
        const nothingDeleted = { deletedAt: null, isForgotten: false };
        this.identities.push({ address, devices: copies, processes: [], ...nothingDeleted });
    }

    public addDevice(address: string, device: BackboneDevice): void {
        this.identity(address).devices.push({ ...device });
    }

    /** Its tokens live on, and are answered as if its Identity had nothing. */
    public removeDevice(deviceId: string): void {
        const { devices } = this.identityOf(deviceId);
        devices.splice(
            devices.findIndex((device) => device.deviceId === deviceId),
            1
        );
    }

    public changePassword(deviceId: string, password: string): void {
        this.identityOf(deviceId).devices.find((device) => device.deviceId === deviceId)!.password = password;
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
    public callerOf({ headers }: BackboneRequest, now: DateTime): Caller | undefined {
        const token = this.tokens.get(headers.authorization?.replace(/^Bearer /, "") ?? "");
        if (token === undefined || token.expiresAt <= now.toMillis()) return undefined;
        const { deviceId } = token;
        const identity = this.identities.find(({ devices }) => devices.some((device) => device.deviceId === deviceId));
        return { deviceId, identity: identity?.deletedAt === null ? identity : undefined };
    }

    public grant({ body }: BackboneRequest, now: DateTime): BackboneAnswer {
        const form = new URLSearchParams(body);
        const { id, secret } = this.client;
        if (form.get("client_id") !== id || form.get("client_secret") !== secret) return refusal("invalid_client", 401);
        if (form.get("grant_type") !== "password") return refusal("unsupported_grant_type");
        const [identity, device] = this.deviceOf(form.get("username")?.trim().toUpperCase(), (name) =>
            name.toUpperCase()
        );
        if (identity === undefined || deletedSince(identity, now) !== null || identity.isForgotten) {
            return refusal("invalid_grant");
        }
        const refused = this.checkPassword(device, form.get("password"), now);
        if (refused !== undefined) return refused;
        const token = `token-${++this.sequence}-${device.deviceId}`;
        const expiresAt = now.toMillis() + tokenLifetimeInSeconds * 1000;
        this.tokens.set(token, { deviceId: device.deviceId, expiresAt });
        const granted = { access_token: token, token_type: "Bearer", expires_in: tokenLifetimeInSeconds };
        return { status: 200, headers: {}, body: JSON.stringify(granted) };
    }

    public isDeleted(request: BackboneRequest, now: DateTime): BackboneAnswer {
        const username = new URLSearchParams(request.path.split("?")[1]).get("username") ?? "";
        if (!usernameForm.test(username)) {
            return failure(400, "error.platform.validation.invalidPropertyValue", now, request);
        }
        const [identity] = this.deviceOf(username);
        const deletedAt = identity === undefined || identity.isForgotten ? null : deletedSince(identity, now);
        const isRemembered = deletedAt !== null && now < deletedAt.plus({ hours: 24 * deletionIsRememberedForInDays });
        const answer = { isDeleted: isRemembered, deletionDate: isRemembered ? deletedAt.toISO() : null };
        return success(200, answer, request);
    }

    private checkPassword(
        { deviceId, password }: BackboneDevice,
        given: string | null,
        now: DateTime
    ): BackboneAnswer | undefined {
        const { count, lockedUntil } = this.wrongPasswords.get(deviceId) ?? { count: 0, lockedUntil: 0 };
        if (now.toMillis() < lockedUntil) return refusal("access_denied");
        this.wrongPasswords.delete(deviceId);
        if (password === given) return undefined;
        const isLocked = count + 1 >= maxWrongPasswords;
        const until = isLocked ? now.plus({ minutes: lockedForInMinutes }).toMillis() : 0;
        this.wrongPasswords.set(deviceId, { count: isLocked ? 0 : count + 1, lockedUntil: until });
        return refusal(isLocked ? "access_denied" : "invalid_grant");
    }

    private identityOf(deviceId: string): BackboneIdentity {
        const identity = this.identities.find(({ devices }) => devices.some((device) => device.deviceId === deviceId));
        if (identity === undefined) throw new RangeError("No Identity of this Backbone has this device.");
        return identity;
    }

    private deviceOf(
        username: string | undefined,
        normalized: (name: string) => string = (name) => name
    ): [BackboneIdentity, BackboneDevice] | [undefined] {
        for (const identity of this.identities) {
            const device = identity.devices.find((device) => normalized(device.username) === username);
            if (device !== undefined) return [identity, device];
        }
        return [undefined];
    }
}

function refusal(error: string, status = 400): BackboneAnswer {
    return { status, headers: {}, body: JSON.stringify({ error }) };
}
