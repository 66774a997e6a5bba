import type { HostAbortSignal } from "../../ports/HostAbortSignal";
import { ErrorCode } from "../../domain/ErrorCode";
import { IdentityContext } from "../../domain/IdentityContext";
import { IdentityDeletionProcessStatus } from "../../domain/IdentityDeletionProcessStatus";
import type { CallCancellation } from "./CallCancellation";
import { errorOf, processesFrom, processFrom, RemoteProcess, resultOf } from "./answers";
import { BackboneFailure } from "./BackboneFailure";
import { newCorrelationId } from "./correlationId";
import { HttpTransport, HttpResponse, HttpRequest } from "./HttpTransport";
import { failureOf } from "./failureOf";
import { RetryPolicy } from "./RetryPolicy";
import type { AccessTokens } from "./TokenSource";

const folder = "/api/v2/Identities/Self/DeletionProcesses";

export interface PreparedCommand {
    /** For the first attempt: it was fetched before the command was stored. */
    readonly token: string;
    /** Called before each attempt; what it throws is thrown, and nothing is sent. */
    beforeSending(): Promise<void> | undefined;
}

/** Every method throws a `BackboneFailure` and nothing else. */
export class BackboneClient {
    public constructor(
        private readonly transport: HttpTransport,
        private readonly tokens: AccessTokens,
        private readonly retryPolicy: RetryPolicy,
        private readonly ownCancellation?: CallCancellation
    ) {}

    /** A request for a token, which others may share, is not ended by the signal. */
    public endedBy(signal: HostAbortSignal): BackboneClient {
        const { transport, retryPolicy } = this;
        const cancellation = transport.cancellation.or(signal);
        return new BackboneClient(
            transport.endedBy(cancellation),
            this.tokens,
            retryPolicy.endedBy(cancellation),
            cancellation
        );
    }

    public logIn(identity: IdentityContext): Promise<string> {
        return this.retryPolicy.run(() => this.tokenOf(identity));
    }

    /** With a fresh token, which the Backbone refuses from the end of a grace period on: `identityIsDeleted`. */
    public async logInAnew(identity: IdentityContext): Promise<void> {
        this.tokens.forget(identity);
        await this.logIn(identity);
    }

    public initiate(
        identity: IdentityContext,
        lengthOfGracePeriodInDays: number | undefined,
        prepared: PreparedCommand
    ): Promise<RemoteProcess> {
        const body = JSON.stringify({ lengthOfGracePeriodInDays: lengthOfGracePeriodInDays ?? null });
        return this.call(identity, { method: "POST", path: folder, body }, prepared, (result) => {
            const process = processWith(result, IdentityDeletionProcessStatus.Active);
            // Another device's process is no answer to this device's command.
            return process?.createdByDevice === identity.deviceId ? process : undefined;
        });
    }

    public cancel(identity: IdentityContext, id: string, prepared: PreparedCommand): Promise<RemoteProcess> {
        const request = { method: "PUT", path: `${pathOf(id)}/Cancel`, body: "{}" } as const;
        return this.call(identity, request, prepared, (result) => {
            const process = processWith(result, IdentityDeletionProcessStatus.Cancelled);
            return process?.id === id ? process : undefined;
        });
    }

    public list(identity: IdentityContext): Promise<RemoteProcess[]> {
        return this.call(identity, { method: "GET", path: folder }, undefined, processesFrom);
    }

    /** `undefined` where the Backbone says that this Identity has no such process. */
    public async get(identity: IdentityContext, id: string): Promise<RemoteProcess | undefined> {
        try {
            return await this.call(identity, { method: "GET", path: pathOf(id) }, undefined, (result) => {
                const process = processFrom(result);
                return process?.id === id ? process : undefined;
            });
        } catch (error) {
            if (error instanceof BackboneFailure && error.code === ErrorCode.recordNotFound) return undefined;
            throw error;
        }
    }

    private tokenOf(identity: IdentityContext): Promise<string> {
        if (this.ownCancellation === undefined) return this.tokens.tokenOf(identity);
        const waiting = this.ownCancellation.waitFor(() => this.tokens.tokenOf(identity));
        return waiting.catch((error: unknown) => {
            if (error instanceof BackboneFailure) throw error;
            throw BackboneFailure.notReachable("The host ended the call; nothing was sent.", "notDone");
        });
    }

    private call<Value>(
        identity: IdentityContext,
        request: Pick<HttpRequest, "method" | "path" | "body">,
        prepared: PreparedCommand | undefined,
        read: (result: unknown) => Value | undefined
    ): Promise<Value> {
        let fetched = prepared?.token;
        const ask = async (): Promise<Value> => {
            const token = fetched;
            fetched = undefined;
            const correlationId = newCorrelationId();
            const answer = await this.sendWithToken(identity, { correlationId, ...request }, prepared, token);
            const value = answer.status === 200 || answer.status === 201 ? read(resultOf(answer.text)) : undefined;
            if (value !== undefined) return value;
            throw failureOf(answer, errorOf(answer.text), request.method, correlationId);
        };
        return this.retryPolicy.run(() =>
            ask().catch((error: unknown) => {
                if (request.path !== folder || codeOf(error) !== ErrorCode.recordNotFound) throw error;
                return this.askWithNewToken(identity, ask);
            })
        );
    }

    /** A token outlives its Identity and its device, and all is "not found" then. A login tells which of the two is gone. */
    private async askWithNewToken<Value>(identity: IdentityContext, ask: () => Promise<Value>): Promise<Value> {
        this.tokens.forget(identity);
        try {
            await this.tokenOf(identity);
            return await ask();
        } catch (error) {
            const code = codeOf(error);
            if (code !== ErrorCode.invalidCredentials && code !== ErrorCode.recordNotFound) throw error;
            const message = "This device is no longer one of the Identity's: it was removed, on another device.";
            throw new BackboneFailure(ErrorCode.deviceWasRemoved, message, "notDone", { cause: error });
        }
    }

    /** A token may be withdrawn early: after a 401, tries once with a fresh one. */
    private async sendWithToken(
        identity: IdentityContext,
        request: Omit<HttpRequest, "headers">,
        prepared: PreparedCommand | undefined,
        fetched: string | undefined
    ): Promise<HttpResponse> {
        for (let isFirst = true; ; isFirst = false) {
            const token = isFirst && fetched !== undefined ? fetched : await this.tokenOf(identity);
            const headers: Record<string, string> = {
                Authorization: `Bearer ${token}`,
                "X-Correlation-ID": request.correlationId
            };
            if (request.body !== undefined) headers["Content-Type"] = "application/json";
            await prepared?.beforeSending();
            const answer = await this.transport.send({ headers, ...request });
            if (answer.status !== 401) return answer;
            await this.tokens.refuse(identity, token);
            if (!isFirst) {
                throw new BackboneFailure(
                    ErrorCode.invalidCredentials,
                    "The Backbone refuses the tokens that it issues.",
                    "notDone",
                    { correlationId: request.correlationId }
                );
            }
        }
    }
}

/** An id comes from the store, which others may have written to: it must not lead anywhere else. */
function pathOf(id: string): string {
    return `${folder}/${encodeURIComponent(id)}`;
}

function codeOf(error: unknown): string | undefined {
    return error instanceof BackboneFailure ? error.code : undefined;
}

function processWith(result: unknown, status: IdentityDeletionProcessStatus): RemoteProcess | undefined {
    const process = processFrom(result);
    return process?.status === status ? process : undefined;
}
