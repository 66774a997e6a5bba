import type { DependencyContainer } from "./tsyringe";
import { CryptographicIdentifierSource } from "../adapters/local/CryptographicIdentifierSource";
import { LocalAuthority } from "../adapters/local/LocalAuthority";
import { EventPublisher } from "../application/EventPublisher";
import { IdentityDeletionProcessController } from "../application/IdentityDeletionProcessController";
import { IdentityDeletionProcessFacade } from "../application/IdentityDeletionProcessFacade";
import { IdentityDeletionProcessRepository } from "../application/IdentityDeletionProcessRepository";
import { RunningCalls } from "../application/RunningCalls";
import { CancelIdentityDeletionProcessUseCase } from "../application/useCases/CancelIdentityDeletionProcess";
import { GetActiveIdentityDeletionProcessUseCase } from "../application/useCases/GetActiveIdentityDeletionProcess";
import { GetIdentityDeletionProcessUseCase } from "../application/useCases/GetIdentityDeletionProcess";
import { GetIdentityDeletionProcessesUseCase } from "../application/useCases/GetIdentityDeletionProcesses";
import { InitiateIdentityDeletionProcessUseCase } from "../application/useCases/InitiateIdentityDeletionProcess";
import { CheckedOptions } from "./checkedOptions";
import { tokens } from "./tokens";

/**
 * Registers what all Identities share, as values, and how the facade of one of them is built. Factories, not decorated
 * constructors: they work in bundles without decorator metadata, and nothing outside this folder knows tsyringe.
 */
export function registerShared(
    container: DependencyContainer,
    options: CheckedOptions & { calls: RunningCalls }
): void {
    const identifiers = new CryptographicIdentifierSource();
    container.register(tokens.identifierSource, { useValue: identifiers });
    container.register(tokens.authority, {
        useValue: new LocalAuthority(options.policy, options.clock, identifiers)
    });
    container.register(tokens.eventPublisher, {
        useValue: new EventPublisher(options.eventBus, options.onEventError)
    });
    container.register(tokens.persistence, { useValue: options.persistence });
    container.register(tokens.runningCalls, { useValue: options.calls });
    container.register(IdentityDeletionProcessFacade, { useFactory: createFacade });
}

/** `scope` is the Identity's child container. */
function createFacade(scope: DependencyContainer): IdentityDeletionProcessFacade {
    const calls = scope.resolve(tokens.runningCalls);
    const identity = scope.resolve(tokens.identity);
    const repository = new IdentityDeletionProcessRepository(
        scope.resolve(tokens.persistence),
        scope.resolve(tokens.identifierSource),
        identity.address
    );
    const controller = new IdentityDeletionProcessController(
        identity,
        scope.resolve(tokens.authority),
        repository,
        scope.resolve(tokens.eventPublisher)
    );
    return new IdentityDeletionProcessFacade(
        new InitiateIdentityDeletionProcessUseCase(calls, controller),
        new CancelIdentityDeletionProcessUseCase(calls, controller),
        new GetActiveIdentityDeletionProcessUseCase(calls, repository),
        new GetIdentityDeletionProcessUseCase(calls, repository),
        new GetIdentityDeletionProcessesUseCase(calls, repository)
    );
}
