import { ErrorCode } from "../../domain/ErrorCode";
import { IdentityContext } from "../../domain/IdentityContext";
import type { CallCancellation } from "./CallCancellation";
import { errorOf, grantErrorFrom, isDeletedFrom, tokenFrom } from "./answers";
import { BackboneFailure } from "./BackboneFailure";
import { newCorrelationId } from "./correlationId";
import { Credentials, CredentialsOf } from "./Credentials";
import { HttpTransport, HttpResponse } from "./HttpTransport";
import { failureOf } from "./failureOf";
import { refusedLogIn } from "./refusedLogIn";

interface CachedToken {
    readonly token: Promise<string>;
    /** In the time of `performance.now()`, which no change of the machine's clock moves. */
    freshUntil: number;
}

export interface AccessTokens {
    /** Rejects with a `BackboneFailure` that says why there is none. Concurrent calls may share one request. */
    tokenOf(identity: IdentityContext): Promise<string>;
    /** The next call fetches a token, whatever is known. */
    forget(identity: IdentityContext): void;
    /** The Backbone did not accept this token: the next call fetches another. */
    refuse(identity: IdentityContext, token: string): Promise<void>;
}

/** A token is replaced when this part of its life is left: it must still be good when it arrives. */
const unusedPartOfLife = 0.1;
const maxTokens = 10_000;

/** By password grant, one token for each device. */
export class TokenSource implements AccessTokens {
    private readonly cache = new Map<string, CachedToken>();

    public constructor(
        private readonly transport: HttpTransport,
        private readonly client: { readonly id: string; readonly secret: string },
        private readonly credentialsOf: CredentialsOf,
        private readonly waiting: { readonly cancellation: CallCancellation; readonly timeoutInMs: number }
    ) {}

    /** Throws `identityIsDeleted` or `invalidCredentials`, distinguished by an anonymous lookup, or `authorityNotReachable`. */
    public async tokenOf(identity: IdentityContext): Promise<string> {
        const key = keyOf(identity);
        const cached = this.cache.get(key);
        if (cached !== undefined && performance.now() < cached.freshUntil) return await cached.token;

        const entry: CachedToken = { token: this.fetchFor(identity, () => entry), freshUntil: Infinity };
        this.cache.delete(key);
        this.cache.set(key, entry);
        const [oldest] = this.cache.keys();
        if (this.cache.size > maxTokens) this.cache.delete(oldest);
        try {
            return await entry.token;
        } catch (error) {
            if (this.cache.get(key) === entry) this.cache.delete(key);
            throw error;
        }
    }

    public forget(identity: IdentityContext): void {
        this.cache.delete(keyOf(identity));
    }

    /** A concurrent call may have fetched another already. */
    public async refuse(identity: IdentityContext, token: string): Promise<void> {
        const key = keyOf(identity);
        const cached = this.cache.get(key);
        if (cached === undefined || cached.freshUntil === Infinity) return;
        if ((await cached.token) === token && this.cache.get(key) === cached) this.cache.delete(key);
    }

    private async fetchFor(identity: IdentityContext, entry: () => CachedToken): Promise<string> {
        const credentials = await this.credentials(identity);
        const correlationId = newCorrelationId();
        const answer = await this.transport
            .send({
                method: "POST",
                path: "/connect/token",
                headers: { "Content-Type": "application/x-www-form-urlencoded", "X-Correlation-ID": correlationId },
                body: new URLSearchParams({
                    grant_type: "password",
                    client_id: this.client.id,
                    client_secret: this.client.secret,
                    ...credentials
                }).toString(),
                correlationId
            })
            .catch((error: unknown) => {
                throw asSafe(error as BackboneFailure);
            });
        const granted = answer.status === 200 ? tokenFrom(answer.text) : undefined;
        if (granted === undefined) throw await this.whyRefused(answer, credentials.username, correlationId);
        entry().freshUntil = performance.now() + granted.lifetimeInMs * (1 - unusedPartOfLife);
        return granted.token;
    }

    private async credentials(identity: IdentityContext): Promise<Credentials> {
        const refused = (): BackboneFailure =>
            new BackboneFailure(
                ErrorCode.invalidCredentials,
                "The host returned no user name and password.",
                "notDone"
            );
        const { cancellation, timeoutInMs } = this.waiting;
        let username: unknown;
        let password: unknown;
        try {
            const ask = async (): Promise<Credentials> => await this.credentialsOf(identity);
            ({ username, password } = await cancellation.waitFor(ask, timeoutInMs));
        } catch {
            if (cancellation.isCancelled)
                throw BackboneFailure.notReachable("The host ended it; nothing was sent.", "notDone");
            // What the host threw may contain a secret: it is not kept.
            throw refused();
        }
        if (typeof username !== "string" || typeof password !== "string") throw refused();
        return { username, password };
    }

    private async whyRefused(answer: HttpResponse, username: string, correlationId: string): Promise<BackboneFailure> {
        if (answer.status === 400 || answer.status === 401) {
            const error = answer.status === 400 ? grantErrorFrom(answer.text) : undefined;
            return await refusedLogIn(error, () => this.isDeleted(username), correlationId);
        }
        return asSafe(failureOf(answer, errorOf(answer.text), "GET", correlationId));
    }

    private async isDeleted(username: string): Promise<boolean> {
        const correlationId = newCorrelationId();
        const answer = await this.transport
            .send({
                method: "GET",
                path: `/api/v2/Identities/IsDeleted?username=${encodeURIComponent(username)}`,
                headers: { "X-Correlation-ID": correlationId },
                correlationId
            })
            .catch((error: unknown) => {
                throw asSafe(error as BackboneFailure);
            });
        const isDeleted = answer.status === 200 ? isDeletedFrom(answer.text) : undefined;
        if (isDeleted !== undefined) return isDeleted;
        const failure = asSafe(failureOf(answer, errorOf(answer.text), "GET", correlationId));
        // What is no valid user name is the user name of no Identity.
        if (failure.code === ErrorCode.invalidPropertyValue) return false;
        throw failure;
    }
}

function keyOf({ deviceId, address }: IdentityContext): string {
    return `${deviceId}#${address}`;
}

/** Nothing that needs the token was sent: it can be sent again. */
function asSafe(error: BackboneFailure): BackboneFailure {
    const { code, message, cause, correlationId, retryAfterInMs, isExhaustedUntil, backboneCode } = error;
    return new BackboneFailure(code as ErrorCode, message, "notDone", {
        cause,
        correlationId,
        retryAfterInMs,
        isExhaustedUntil,
        backboneCode,
        isRetryable: error.outcome !== "notDone" || error.isRetryable
    });
}
