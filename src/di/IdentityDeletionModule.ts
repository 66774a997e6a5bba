import { EventPublisher } from "../application/EventPublisher";
import { IdentityDeletionProcessFacade } from "../application/IdentityDeletionProcessFacade";
import { openStore } from "../application/pseudonym/openStore";
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

/** The module as a host sees it: one for each store, for any number of Identities. */
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
     * Opens the store and wires the module.
     *
     * Rejects with a `TypeError` or `RangeError` that names a wrong option, before anything is opened; and with an
     * `ApplicationError` where the store cannot be opened: `storeUnavailable`, `storeIsCorrupt`, `storeIsOfNewerVersion`;
     * or where its Identities are not stored under this `pseudonymKey`: `pseudonymKeyIsWrong`, `storeIsNotConverted`. Nothing
     * is left open then.
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

    /**
     * Creates the module and registers it, under its class, in the host's own tsyringe container. From then on
     * `hostContainer.resolve(IdentityDeletionModule)` returns it. The host still closes it.
     */
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

    /** What one Identity works with. Throws a `TypeError` on an empty or overlong address or a malformed device id. */
    public forIdentity(identity: IdentityContext, options: IdentityScopeOptions = {}): IdentityScope {
        const scope = this.container.createChildContainer();
        scope.register(tokens.identity, { useValue: identityContextOf(identity) });
        if (options.signal !== undefined) scope.register(tokens.scopeOptions, { useValue: options });
        return scope.resolve(tokens.identityScope);
    }

    /**
     * Registers the facade for one Identity, under its class, in a container that the host keeps for that Identity:
     * `identityContainer.resolve(IdentityDeletionProcessFacade)` returns it. Throws as `forIdentity` does.
     */
    public registerIdentity(
        identityContainer: Pick<DependencyContainer, "register">,
        identity: IdentityContext
    ): IdentityScope {
        const scope = this.forIdentity(identity);
        identityContainer.register(IdentityDeletionProcessFacade, { useValue: scope.identityDeletionProcesses });
        return scope;
    }

    /**
     * Runs the lifecycle in this process, until `stop` or `close`: reminds and deletes whatever is due. More than once is
     * harmless. Throws a `TypeError` where the module was created without a lifecycle, and an `ApplicationError` of code
     * `storeUnavailable` once it is closed.
     */
    public start(): void {
        if (this.lifecycle === undefined) {
            throw new TypeError(
                "There is no lifecycle to start: give IdentityDeletionModule.create the option lifecycle."
            );
        }
        this.lifecycle.start();
    }

    /** Ends what `start` began, after the step that is running, within a limit. Afterwards `start` may be called again. */
    public async stop(): Promise<void> {
        await this.lifecycle?.stop();
    }

    /**
     * Refuses new calls (they answer `storeUnavailable`), stops the lifecycle, waits for the calls that are running and for
     * the authority, then closes the store, unless another module uses it: the last module over a store, or with an
     * authority, closes it. May be called more than once; each call answers the same.
     *
     * Waits for at most `closeTimeoutInMs`. At this limit everything is closed without waiting any longer, and it rejects
     * with an `ApplicationError` of code `storeUnavailable` whose message names what was still running, without personal data.
     * A call that was running may still answer later.
     *
     * Also rejects with an `ApplicationError` where a part cannot be closed cleanly; the others are closed.
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

/** With a logger each time; on the platform's console once in its life. Never throws. */
function warnThatNothingIsDeleted(logger?: ModuleLogger): void {
    if (logger === undefined && wasShown) return;
    wasShown ||= logger === undefined;
    try {
        const { console } = globalThis as unknown as { console?: ModuleLogger };
        (logger ?? console)?.warn(warning);
    } catch {
        // A logger that fails must not keep the module from working.
    }
}
