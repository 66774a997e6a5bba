import { BackboneScope } from "../application/BackboneScope";
import { ProcessCommands } from "../application/ProcessCommands";
import { ProcessReader } from "../application/ProcessReader";
import { RemoteAuthority, RemoteAuthorityScope } from "../application/RemoteAuthority";
import { emptyRecord, ProcessRecord } from "../domain/record/ProcessRecord";
import { BackboneAuthorityOptions, checkedBackboneOptions } from "./BackboneAuthorityOptions";
import { BackboneCommands } from "./BackboneCommands";
import { BackboneReader } from "./BackboneReader";
import { CallCancellation } from "./client/CallCancellation";
import { BackboneClock } from "./client/BackboneClock";
import { BackboneClient } from "./client/BackboneClient";
import { HttpTransport } from "./client/HttpTransport";
import { globalFetch } from "./client/Fetch";
import { RetryPolicy } from "./client/RetryPolicy";
import { TokenSource } from "./client/TokenSource";
import { DatawalletSynchronization } from "./DatawalletSynchronization";
import { IdentityQueues } from "./IdentityQueues";
import { Reconciler } from "./Reconciler";
import { CommandSender } from "./CommandSender";
import { SynchronizeUseCase } from "./SynchronizeUseCase";
import { Timeouts } from "./Timeouts";

/** An enmeshed Backbone (API version 2), as the `authority` of one module. The store's copy is never silently wrong. */
export class BackboneAuthority implements RemoteAuthority {
    private readonly queues = new IdentityQueues();

    private constructor(
        private readonly clock: BackboneClock,
        private readonly client: BackboneClient,
        private readonly timeouts: Timeouts,
        private readonly synchronization: DatawalletSynchronization,
        private readonly abort: AbortController
    ) {}

    /** Sends nothing yet. Throws a `TypeError` or `RangeError` that names a wrong option. */
    public static connect(options: BackboneAuthorityOptions): BackboneAuthority {
        const { url, timeouts, maxAnswerInBytes, retry, datawalletRetry } = checkedBackboneOptions(options);
        const { fetch = globalFetch, datawallet } = options;
        const clock = new BackboneClock();
        const abort = new AbortController();
        if (options.signal?.aborted) abort.abort();
        options.signal?.addEventListener("abort", () => abort.abort(), { signal: abort.signal });
        const { requestTimeoutInMs } = timeouts;
        const cancellation = new CallCancellation([abort.signal]);
        const transport = new HttpTransport({ url, fetch, requestTimeoutInMs, maxAnswerInBytes, cancellation, clock });
        const waiting = { cancellation, timeoutInMs: requestTimeoutInMs };
        const tokens = options.tokens ?? ownTokens(options, transport, waiting);
        return new BackboneAuthority(
            clock,
            new BackboneClient(transport, tokens, new RetryPolicy(retry, cancellation)),
            timeouts,
            new DatawalletSynchronization(datawallet, datawalletRetry),
            abort
        );
    }

    public forIdentity(scope: RemoteAuthorityScope): {
        commands: ProcessCommands;
        reader: ProcessReader;
        backbone: BackboneScope;
    } {
        const { identity, identityKey, repository, clock, calls, publisher, identifiers, signal } = scope;
        const { queues, timeouts } = this;
        const client = signal === undefined ? this.client : this.client.endedBy(signal);
        const newRecord = (): ProcessRecord => emptyRecord(identifiers.nextRecordKey(), identityKey, identity.address);
        const backboneClock = this.clock;
        backboneClock.compareWith(clock);
        const dependencies = { identity, clock, backboneClock, identifiers, publisher, timeouts, newRecord };
        const reconciler = new Reconciler(repository, client, dependencies);
        const sent = new CommandSender(repository, client, reconciler, dependencies);
        const onSuccess = (): void => this.synchronization.ask(identity, publisher);
        const synchronize = new SynchronizeUseCase(calls, identityKey, queues, repository, reconciler);
        return {
            commands: new BackboneCommands(identityKey, queues, repository, reconciler, sent, scope.policy, onSuccess),
            reader: new BackboneReader(identityKey, queues, repository, reconciler, clock),
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

function ownTokens(
    { clientId, clientSecret, credentialsOf }: BackboneAuthorityOptions,
    transport: HttpTransport,
    waiting: ConstructorParameters<typeof TokenSource>[3]
): TokenSource {
    return new TokenSource(transport, { id: clientId!, secret: clientSecret! }, credentialsOf!, waiting);
}
