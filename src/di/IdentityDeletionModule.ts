import { EventPublisher } from "../application/EventPublisher";
import { IdentityDeletionProcessFacade } from "../application/IdentityDeletionProcessFacade";
import { openStore } from "../application/pseudonym/openStore";
import { ignoreErrors } from "../application/ignoreErrors";
import type { LifecyclePort } from "../application/LifecyclePort";
import { RunningCalls } from "../application/RunningCalls";
import { toApplicationError } from "../application/toApplicationError";
import { IdentityContext, identityContextOf } from "../domain/IdentityContext";
import { checkedOptions } from "./checkedOptions";
import { closeModule, type PartsToClose } from "./closeModule";
import type {
    IdentityDeletionModuleOptions,
    LifecycleOf,
    LifecycleOption,
    ModuleLogger
} from "./IdentityDeletionModuleOptions";
import type { IdentityScope } from "./IdentityScope";
import type { IdentityScopeOptions } from "./IdentityScopeOptions";
import { registerShared } from "./registerShared";
import { SharedStore, SharedResource } from "./SharedResource";
import { tokens } from "./tokens";
import { rootContainer, type DependencyContainer, type InjectionToken } from "./tsyringe";

/** One for each store, for any number of Identities. */
export class IdentityDeletionModule<Lifecycle extends LifecyclePort | undefined = LifecyclePort | undefined> {
    private closing: Promise<void> | undefined;

    private constructor(
        private readonly container: DependencyContainer,
        /** Undefined where the option `lifecycle` is absent or `"elsewhere"`. */
        public readonly lifecycle: Lifecycle,
        private readonly parts: PartsToClose,
        private readonly closeTimeoutInMs: number
    ) {}

    /**
     * Rejects with a `TypeError` or `RangeError` that names a wrong option, before anything is opened; or with an
     * `ApplicationError`: `storeUnavailable`, `storeIsCorrupt`, `storeIsOfNewerVersion`, `pseudonymKeyIsWrong` or
     * `storeIsNotConverted`. Nothing is left open then.
     */
    public static async create<Given extends LifecycleOption = undefined>(
        options: IdentityDeletionModuleOptions<Given>
    ): Promise<IdentityDeletionModule<LifecycleOf<Given>>> {
        const checked = checkedOptions(options);
        const container = rootContainer.createChildContainer();
        const calls = new RunningCalls();
        const { persistence } = checked;
        const store = new SharedStore(persistence);
        try {
            await openStore(persistence, checked.clock, checked.pseudonymKey, store);
        } catch (error) {
            throw toApplicationError(error);
        }
        const publisher = new EventPublisher(checked.eventBus, checked.onEventError);
        let lifecycle: LifecyclePort | undefined;
        try {
            lifecycle = checked.lifecycle?.({
                persistence,
                calls: calls.named("calls of the lifecycle"),
                publisher,
                clock: checked.clock,
                authority: checked.authority === undefined ? "local" : "remote",
                pseudonyms: checked.pseudonymKey
            });
        } catch (error) {
            await store.close().catch(() => undefined);
            throw error;
        }
        registerShared(container, { ...checked, calls, publisher, lifecycle });
        if (!checked.deletesIdentities) warnThatNothingIsDeleted(checked.logger);
        const { closeTimeoutInMs } = checked;
        const authority = checked.authority && new SharedResource(checked.authority);
        authority?.begin();
        return new IdentityDeletionModule(
            container,
            lifecycle as LifecycleOf<Given>,
            { calls, lifecycle, authority, store },
            closeTimeoutInMs
        );
    }

    /** Creates it and registers it, under its class, in the host's own tsyringe container. The host still closes it. */
    public static async register<Given extends LifecycleOption = undefined>(
        hostContainer: Pick<DependencyContainer, "register">,
        options: IdentityDeletionModuleOptions<Given>
    ): Promise<IdentityDeletionModule<LifecycleOf<Given>>> {
        const module = await IdentityDeletionModule.create(options);
        // The class is a token; the type only objects to its private constructor.
        const token = IdentityDeletionModule as unknown as InjectionToken<IdentityDeletionModule>;
        hostContainer.register(token, { useValue: module });
        return module;
    }

    /** Throws a `TypeError` on a malformed address or device id. */
    public forIdentity(identity: IdentityContext, options: IdentityScopeOptions = {}): IdentityScope {
        const scope = this.container.createChildContainer();
        scope.register(tokens.identity, { useValue: identityContextOf(identity) });
        if (options.signal !== undefined) scope.register(tokens.scopeOptions, { useValue: options });
        return scope.resolve(tokens.identityScope);
    }

    /** Registers the facade, under its class, in a container that the host keeps for this one Identity. */
    public registerIdentity(
        identityContainer: Pick<DependencyContainer, "register">,
        identity: IdentityContext
    ): IdentityScope {
        const scope = this.forIdentity(identity);
        identityContainer.register(IdentityDeletionProcessFacade, { useValue: scope.identityDeletionProcesses });
        return scope;
    }

    /** Runs the lifecycle, until `stop` or `close`. Throws a `TypeError` without one, and `storeUnavailable` once closed. */
    public start(): void {
        if (this.lifecycle === undefined) {
            throw new TypeError(
                "There is no lifecycle to start: give IdentityDeletionModule.create the option lifecycle."
            );
        }
        this.lifecycle.start();
    }

    /** Waits for the step that is running, within a limit. Afterwards `start` may be called again. */
    public async stop(): Promise<void> {
        await this.lifecycle?.stop();
    }

    /**
     * Refuses new calls (`storeUnavailable`), stops the lifecycle, waits for running calls and the authority, and closes the
     * store. What several modules share is closed by the last. May be called more than once; each call answers the same.
     *
     * At `closeTimeoutInMs` everything is closed without waiting any longer, and it rejects with `storeUnavailable`, naming
     * what was still running; such a call may still answer later. It also rejects where a part fails to close.
     */
    public async close(): Promise<void> {
        this.closing ??= closeModule(this.parts, this.closeTimeoutInMs);
        await this.closing;
    }
}

const warning =
    "identity-deletion-process: this module has no lifecycle, so no reminder is sent and no Identity is ever deleted. " +
    'Set the option lifecycle of IdentityDeletionModule.create, or "elsewhere" where another process runs it.';

let wasShown = false;

/** With a logger each time; on the platform's console once. Never throws. */
function warnThatNothingIsDeleted(logger?: ModuleLogger): void {
    if (logger === undefined && wasShown) return;
    wasShown ||= logger === undefined;
    const { console } = globalThis as unknown as { console?: ModuleLogger };
    ignoreErrors(() => (logger ?? console)?.warn(warning));
}
