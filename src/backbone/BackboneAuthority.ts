import { BackboneScope } from "../application/BackboneScope";
import { IdentityDeletionProcessRepository } from "../application/IdentityDeletionProcessRepository";
import { ProcessCommands } from "../application/ProcessCommands";
import { ProcessReader } from "../application/ProcessReader";
import { RemoteAuthority, RemoteAuthorityScope } from "../application/RemoteAuthority";
import { BackboneAuthorityOptions, checkedBackboneOptions } from "./BackboneAuthorityOptions";
import { BackboneCommands } from "./BackboneCommands";
import { BackboneReader } from "./BackboneReader";
import { Patience } from "./BackboneSettings";
import { Abortion } from "./client/Abortion";
import { BackboneClient } from "./client/BackboneClient";
import { Exchange } from "./client/Exchange";
import { globalFetch } from "./client/Fetch";
import { Repeating } from "./client/Repeating";
import { TokenSource } from "./client/TokenSource";
import { DatawalletSynchronization } from "./DatawalletSynchronization";
import { IdentityQueues } from "./IdentityQueues";
import { Journal } from "./journal/Journal";
import { Reconciler } from "./reconcile/Reconciler";
import { SentCommands } from "./SentCommands";
import { SynchronizeUseCase } from "./SynchronizeUseCase";

/**
 * An enmeshed Backbone (API version 2) decides, and the store keeps a copy that is never silently wrong: hand it to
 * `IdentityDeletionModule.create` as `authority`. One serves all Identities of a module; give each module its own.
 */
export class BackboneAuthority implements RemoteAuthority {
    private readonly queues = new IdentityQueues();

    private constructor(
        private readonly client: BackboneClient,
        private readonly patience: Patience,
        private readonly synchronization: DatawalletSynchronization,
        private readonly abort: AbortController
    ) {}

    /** Sends nothing yet. Throws a `TypeError` or `RangeError` that names a wrong option. */
    public static connect(options: BackboneAuthorityOptions): BackboneAuthority {
        const { url, patience, longestAnswerInBytes, repeats, datawalletRepeats } = checkedBackboneOptions(options);
        const { fetch = globalFetch, clientId, clientSecret, credentialsOf, datawallet } = options;
        const abort = new AbortController();
        if (options.signal?.aborted) abort.abort();
        options.signal?.addEventListener("abort", () => abort.abort(), { signal: abort.signal });
        const { requestTimeoutInMs } = patience;
        const abortion = new Abortion([abort.signal]);
        const exchange = new Exchange({ url, fetch, requestTimeoutInMs, longestAnswerInBytes, abortion });
        const waiting = { abortion, timeoutInMs: requestTimeoutInMs };
        const tokens = new TokenSource(exchange, { id: clientId, secret: clientSecret }, credentialsOf, waiting);
        return new BackboneAuthority(
            new BackboneClient(exchange, tokens, new Repeating(repeats, abortion)),
            patience,
            new DatawalletSynchronization(datawallet, datawalletRepeats),
            abort
        );
    }

    public forIdentity(scope: RemoteAuthorityScope): {
        commands: ProcessCommands;
        reader: ProcessReader;
        backbone: BackboneScope;
    } {
        const { identity, identityKey, clock, calls, publisher, persistence, identifiers, signal } = scope;
        const { queues, patience } = this;
        const client = signal === undefined ? this.client : this.client.endedBy(signal);
        const journal = new Journal(scope);
        const reconciler = new Reconciler(journal, client, { identity, clock, identifiers, publisher, patience });
        const sent = new SentCommands(journal, client, reconciler, { identity, clock, patience });
        const onSuccess = (): void => this.synchronization.ask(identity, publisher);
        const history = new IdentityDeletionProcessRepository(persistence, identifiers, identityKey);
        const synchronize = new SynchronizeUseCase(calls, identityKey, queues, journal, reconciler);
        return {
            commands: new BackboneCommands(identityKey, queues, journal, reconciler, sent, scope.policy, onSuccess),
            reader: new BackboneReader(identityKey, queues, journal, reconciler, history, clock),
            backbone: {
                synchronize: async () => await synchronize.execute(),
                externalEventReceived: async (event) => await synchronize.execute(event ?? {})
            }
        };
    }

    public async close(): Promise<void> {
        this.abort.abort();
        await this.synchronization.close();
    }
}
