import { IdentityDeletionProcessController } from "../application/IdentityDeletionProcessController";
import { IdentityDeletionProcessFacade } from "../application/IdentityDeletionProcessFacade";
import { IdentityDeletionProcessRepository } from "../application/IdentityDeletionProcessRepository";
import { EventPublisher } from "../application/EventPublisher";
import { CancelIdentityDeletionProcessUseCase } from "../application/useCases/CancelIdentityDeletionProcess";
import { DecideOpenProcessUseCase } from "../application/useCases/DecideOpenProcess";
import { GetActiveIdentityDeletionProcessUseCase } from "../application/useCases/GetActiveIdentityDeletionProcess";
import { GetIdentityDeletionProcessUseCase } from "../application/useCases/GetIdentityDeletionProcess";
import { GetIdentityDeletionProcessesUseCase } from "../application/useCases/GetIdentityDeletionProcesses";
import { InitiateIdentityDeletionProcessUseCase } from "../application/useCases/InitiateIdentityDeletionProcess";
import { GracePeriodPolicy } from "../domain/GracePeriodPolicy";
import { tokens, type RemoteScope } from "./tokens";
import { instancePerContainerCachingFactory, type DependencyContainer, type InjectionToken } from "./tsyringe";

/** Factories, not decorated constructors: they need no metadata, which many bundlers do not emit. */
export function registerScope(container: DependencyContainer): void {
    const { clock, commands, identifierSource, identity, identityKey, optional, reader, remote, runningCalls } = tokens;

    oncePerChild(container, identityKey, (scope) => {
        const { address } = scope.resolve(identity);
        return scope.resolve(optional).pseudonyms?.identityKeyOf(address) ?? address;
    });
    oncePerChild(container, IdentityDeletionProcessRepository, (scope) => {
        const owner = { identityKey: scope.resolve(identityKey), address: scope.resolve(identity).address };
        const publisher = scope.resolve(EventPublisher);
        return new IdentityDeletionProcessRepository(scope.resolve(tokens.persistence), publisher, owner);
    });
    oncePerChild(container, remote, (scope) => ({ scope: remoteScopeOf(scope) }));
    oncePerChild(
        container,
        commands,
        (scope) => scope.resolve(remote).scope?.commands ?? scope.resolve(IdentityDeletionProcessController)
    );
    oncePerChild(
        container,
        reader,
        (scope) => scope.resolve(remote).scope?.reader ?? scope.resolve(IdentityDeletionProcessRepository)
    );
    oncePerChild(
        container,
        IdentityDeletionProcessController,
        (scope) =>
            new IdentityDeletionProcessController(scope.resolve(IdentityDeletionProcessRepository), {
                identity: scope.resolve(identity),
                identityKey: scope.resolve(identityKey),
                policy: scope.resolve(GracePeriodPolicy),
                clock: scope.resolve(clock),
                identifiers: scope.resolve(identifierSource),
                dueDates: scope.resolve(optional).lifecycle
            })
    );
    oncePerChild(container, DecideOpenProcessUseCase, (scope) => {
        const backbone = scope.resolve(remote).scope?.backbone;
        const repository = scope.resolve(IdentityDeletionProcessRepository);
        return new DecideOpenProcessUseCase(scope.resolve(runningCalls).decideOpenProcess, repository, {
            authority: backbone === undefined ? "local" : "remote",
            deviceId: scope.resolve(identity).deviceId,
            clock: scope.resolve(clock),
            synchronize: backbone && (async () => await backbone.synchronize())
        });
    });
    oncePerChild(container, IdentityDeletionProcessFacade, (scope) => {
        const calls = scope.resolve(runningCalls);
        return new IdentityDeletionProcessFacade(
            new InitiateIdentityDeletionProcessUseCase(calls.initiateIdentityDeletionProcess, scope.resolve(commands)),
            new CancelIdentityDeletionProcessUseCase(calls.cancelIdentityDeletionProcess, scope.resolve(commands)),
            new GetActiveIdentityDeletionProcessUseCase(calls.getActiveIdentityDeletionProcess, scope.resolve(reader)),
            new GetIdentityDeletionProcessUseCase(calls.getIdentityDeletionProcess, scope.resolve(reader)),
            new GetIdentityDeletionProcessesUseCase(calls.getIdentityDeletionProcesses, scope.resolve(reader))
        );
    });
    oncePerChild(container, tokens.identityScope, (scope) => {
        // Resolved at once: a scope that held the container would keep every part's entry in tsyringe alive.
        const decideOpenProcess = scope.resolve(DecideOpenProcessUseCase);
        return {
            identityDeletionProcesses: scope.resolve(IdentityDeletionProcessFacade),
            backbone: scope.resolve(remote).scope?.backbone,
            decideOpenProcess: async (decision) => await decideOpenProcess.execute(decision)
        };
    });
}

function remoteScopeOf(scope: DependencyContainer): RemoteScope | undefined {
    return scope.resolve(tokens.optional).authority?.forIdentity({
        identity: scope.resolve(tokens.identity),
        identityKey: scope.resolve(tokens.identityKey),
        repository: scope.resolve(IdentityDeletionProcessRepository),
        identifiers: scope.resolve(tokens.identifierSource),
        publisher: scope.resolve(EventPublisher),
        clock: scope.resolve(tokens.clock),
        policy: scope.resolve(GracePeriodPolicy),
        // A Backbone's calls outside the facade are all synchronizations.
        calls: scope.resolve(tokens.runningCalls).synchronize,
        signal: scope.resolve(tokens.scopeOptions).signal
    });
}

function oncePerChild<Part>(
    container: DependencyContainer,
    token: InjectionToken<Part>,
    build: (scope: DependencyContainer) => Part
): void {
    container.register(token, { useFactory: instancePerContainerCachingFactory(build) });
}
