import { IdentityDeletionProcessFacade } from "../application/IdentityDeletionProcessFacade";
import { openStore } from "../application/pseudonym/openStore";
import type { ModuleLifecycle } from "../application/ModuleLifecycle";
import type { RemoteAuthority } from "../application/RemoteAuthority";
import { RunningCalls } from "../application/RunningCalls";
import { toApplicationError } from "../application/toApplicationError";
import { IdentityContext, identityContextOf } from "../domain/IdentityContext";
import type { PersistencePort } from "../ports/PersistencePort";
import { checkedOptions } from "./checkedOptions";
import { IdentityDeletionModuleOptions } from "./IdentityDeletionModuleOptions";
import type { IdentityScope } from "./IdentityScope";
import type { IdentityScopeOptions } from "./IdentityScopeOptions";
import { registerShared } from "./registerShared";
import { warnThatNothingIsDeleted } from "./warnThatNothingIsDeleted";
import { tokens } from "./tokens";
import { rootContainer, type DependencyContainer, type InjectionToken } from "./tsyringe";

/** The module as a host sees it: one for each store, for any number of Identities. */
export class IdentityDeletionModule {
    private closing: Promise<void> | undefined;

    private constructor(
        private readonly container: DependencyContainer,
        private readonly calls: RunningCalls,
        private readonly persistence: PersistencePort,
        private readonly authority: RemoteAuthority | undefined,
        private readonly lifecycle: ModuleLifecycle | undefined
    ) {}

    /**
     * Opens the store and wires the module.
     *
     * Rejects with a `TypeError` or `RangeError` that names a wrong option, before anything is opened; and with an
     * `ApplicationError` where the store cannot be opened: `storeUnavailable`, `storeIsCorrupt`, `storeIsOfNewerVersion`;
     * or where its Identities do not stand under this `pseudonymKey`: `pseudonymKeyIsWrong`, `storeIsNotConverted`. Nothing
     * is left open then.
     */
    public static async create(options: IdentityDeletionModuleOptions): Promise<IdentityDeletionModule> {
        const checked = checkedOptions(options);
        const container = rootContainer.createChildContainer();
        const calls = new RunningCalls();
        let persistence: PersistencePort;
        try {
            persistence = await openStore(checked.persistence, checked.pseudonymKey);
        } catch (error) {
            throw toApplicationError(error);
        }
        registerShared(container, { ...checked, persistence, calls });
        try {
            const publisher = container.resolve(tokens.eventPublisher);
            checked.lifecycle?.attach({
                persistence,
                calls,
                publisher,
                clock: checked.clock,
                authority: checked.authority === undefined ? "local" : "remote",
                pseudonyms: checked.pseudonymKey
            });
        } catch (error) {
            await persistence.close().catch(() => undefined);
            throw error;
        }
        if (!checked.isDeletedBySomebody) warnThatNothingIsDeleted(checked.logger);
        return new IdentityDeletionModule(container, calls, persistence, checked.authority, checked.lifecycle);
    }

    /**
     * Creates the module and registers it, under its class, in the host's own tsyringe container. From then on
     * `hostContainer.resolve(IdentityDeletionModule)` gives it. The host still closes it.
     */
    public static async register(
        hostContainer: Pick<DependencyContainer, "register">,
        options: IdentityDeletionModuleOptions
    ): Promise<IdentityDeletionModule> {
        const module = await IdentityDeletionModule.create(options);
        // The class is a token like any other; only its constructor is nobody else's to call, which is what the type minds.
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
     * `identityContainer.resolve(IdentityDeletionProcessFacade)` gives it. Throws as `forIdentity` does.
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
            throw new TypeError("There is no lifecycle to start: hand one to IdentityDeletionModule.create.");
        }
        this.lifecycle.start();
    }

    /** Ends what `start` began, after the step that is running, within a limit. Afterwards `start` may be called again. */
    public async stop(): Promise<void> {
        await this.lifecycle?.stop();
    }

    /**
     * Stops the lifecycle and waits for the calls that are running, then closes the store. Calls that come later answer
     * `storeUnavailable`. May be called more than once. Rejects with an `ApplicationError` where the store cannot be closed cleanly.
     */
    public async close(): Promise<void> {
        this.closing ??= this.closeOnce();
        await this.closing;
    }

    private async closeOnce(): Promise<void> {
        await Promise.all([this.calls.close(), this.lifecycle?.stop()]);
        try {
            try {
                await this.authority?.close();
            } finally {
                await this.persistence.close();
            }
        } catch (error) {
            throw toApplicationError(error);
        }
    }
}
