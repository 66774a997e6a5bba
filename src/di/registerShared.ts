import { CryptographicIdentifierSource } from "../adapters/local/CryptographicIdentifierSource";
import { EventPublisher } from "../application/EventPublisher";
import type { LifecyclePort } from "../application/LifecyclePort";
import { RunningCalls } from "../application/RunningCalls";
import { GracePeriodPolicy } from "../domain/GracePeriodPolicy";
import { CheckedOptions } from "./checkedOptions";
import { registerScope } from "./registerScope";
import { callNames, type CallsByName, tokens } from "./tokens";
import type { DependencyContainer } from "./tsyringe";

export function registerShared(
    container: DependencyContainer,
    options: Omit<CheckedOptions, "lifecycle"> & {
        readonly calls: RunningCalls;
        readonly publisher: EventPublisher;
        readonly lifecycle: LifecyclePort | undefined;
    }
): void {
    const { authority, lifecycle, pseudonymKey: pseudonyms } = options;
    container.register(tokens.clock, { useValue: options.clock });
    container.register(tokens.identifierSource, { useValue: new CryptographicIdentifierSource() });
    container.register(tokens.persistence, { useValue: options.persistence });
    const calls = Object.fromEntries(callNames.map((name) => [name, options.calls.named(name)]));
    container.register(tokens.runningCalls, { useValue: calls as CallsByName });
    container.register(tokens.optional, { useValue: { authority, lifecycle, pseudonyms } });
    container.register(tokens.scopeOptions, { useValue: {} });
    container.register(GracePeriodPolicy, { useValue: options.policy });
    container.register(EventPublisher, { useValue: options.publisher });
    registerScope(container);
}
