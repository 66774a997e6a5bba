import type { DependencyContainer } from "./tsyringe";
import { CryptographicIdentifierSource } from "../adapters/local/CryptographicIdentifierSource";
import { LocalAuthority } from "../adapters/local/LocalAuthority";
import { EventPublisher } from "../application/EventPublisher";
import { IdentityDeletionProcessController } from "../application/IdentityDeletionProcessController";
import { IdentityDeletionProcessFacade } from "../application/IdentityDeletionProcessFacade";
import { IdentityDeletionProcessRepository } from "../application/IdentityDeletionProcessRepository";
import { ProcessCommands } from "../application/ProcessCommands";
import { ProcessReader } from "../application/ProcessReader";
import { RemoteAuthorityScope } from "../application/RemoteAuthority";
import { RunningCalls } from "../application/RunningCalls";
import { CancelIdentityDeletionProcessUseCase } from "../application/useCases/CancelIdentityDeletionProcess";
import { DecideOpenProcessUseCase } from "../application/useCases/DecideOpenProcess";
import { GetActiveIdentityDeletionProcessUseCase } from "../application/useCases/GetActiveIdentityDeletionProcess";
import { GetIdentityDeletionProcessUseCase } from "../application/useCases/GetIdentityDeletionProcess";
import { GetIdentityDeletionProcessesUseCase } from "../application/useCases/GetIdentityDeletionProcesses";
import { InitiateIdentityDeletionProcessUseCase } from "../application/useCases/InitiateIdentityDeletionProcess";
import { CheckedOptions } from "./checkedOptions";
import type { IdentityScope } from "./IdentityScope";
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
    container.register(tokens.remoteAuthority, { useValue: { authority: options.authority } });
    container.register(tokens.lifecycle, { useValue: { lifecycle: options.lifecycle } });
    container.register(tokens.pseudonyms, { useValue: { pseudonyms: options.pseudonymKey } });
    container.register(tokens.clock, { useValue: options.clock });
    container.register(tokens.policy, { useValue: options.policy });
    container.register(tokens.scopeOptions, { useValue: {} });
    container.register(tokens.identityScope, { useFactory: createScope });
    container.register(IdentityDeletionProcessFacade, {
        useFactory: (scope) => scope.resolve(tokens.identityScope).identityDeletionProcesses
    });
}

/** `scope` is the Identity's child container. */
function createScope(scope: DependencyContainer): IdentityScope {
    const identity = scope.resolve(tokens.identity);
    const { pseudonyms } = scope.resolve(tokens.pseudonyms);
    const surroundings = {
        identity,
        identityKey: pseudonyms?.identityKeyOf(identity.address) ?? identity.address,
        persistence: scope.resolve(tokens.persistence),
        identifiers: scope.resolve(tokens.identifierSource),
        publisher: scope.resolve(tokens.eventPublisher),
        clock: scope.resolve(tokens.clock),
        policy: scope.resolve(tokens.policy),
        calls: scope.resolve(tokens.runningCalls)
    };
    const { signal } = scope.resolve(tokens.scopeOptions);
    const remote = scope.resolve(tokens.remoteAuthority).authority?.forIdentity({ ...surroundings, signal });
    const { commands, reader } = remote ?? local(scope, surroundings);
    const deciding = {
        ...surroundings,
        authority: remote === undefined ? ("local" as const) : ("remote" as const),
        synchronize: remote && (async () => await remote.backbone.synchronize())
    };
    return {
        identityDeletionProcesses: createFacade(surroundings.calls, commands, reader),
        backbone: remote?.backbone,
        decideOpenProcess: async (decision) =>
            await new DecideOpenProcessUseCase(surroundings.calls, deciding).execute(decision)
    };
}

function local(
    scope: DependencyContainer,
    { identity, identityKey, persistence, identifiers, publisher }: RemoteAuthorityScope
): { commands: ProcessCommands; reader: ProcessReader } {
    const repository = new IdentityDeletionProcessRepository(
        persistence,
        identifiers,
        identityKey,
        identity.address,
        scope.resolve(tokens.lifecycle).lifecycle
    );
    const authority = scope.resolve(tokens.authority);
    return {
        commands: new IdentityDeletionProcessController(identity, authority, repository, publisher),
        reader: repository
    };
}

function createFacade(
    calls: RunningCalls,
    commands: ProcessCommands,
    reader: ProcessReader
): IdentityDeletionProcessFacade {
    return new IdentityDeletionProcessFacade(
        new InitiateIdentityDeletionProcessUseCase(calls, commands),
        new CancelIdentityDeletionProcessUseCase(calls, commands),
        new GetActiveIdentityDeletionProcessUseCase(calls, reader),
        new GetIdentityDeletionProcessUseCase(calls, reader),
        new GetIdentityDeletionProcessesUseCase(calls, reader)
    );
}
