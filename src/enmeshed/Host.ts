import type { DocumentDatabase } from "../adapters/docdb/index";

/** As much of a Runtime (7.0.0) as is used, as structural types: nothing of it is loaded. Its own names in brackets. */

/** An account after its `init()` (`AccountController`). */
export interface HostAccount {
    readonly identity: { readonly address: { toString(): string } };
    readonly activeDevice: {
        readonly id: { toString(): string };
        getCredentials(): HostCredentials | Promise<HostCredentials>;
    };
    readonly config: { readonly baseUrl: string };
    readonly authenticator: HostAuthenticator;
    readonly db: DocumentDatabase;
    readonly transport: { readonly eventBus: HostEventBus };
    readonly identityClient: HostIdentityClient;
    readonly identityDeletionProcess: HostDeletionController;
    syncDatawallet(force?: boolean): Promise<void>;
    syncEverything(): Promise<unknown>;
}

export interface HostCredentials {
    readonly username: string;
}

/** Where the account gets its access tokens from (`AbstractAuthenticator`). */
export interface HostAuthenticator {
    getToken(): Promise<string>;
    clear(): void;
}

/** For requests without a token (`IdentityClient`). */
export interface HostIdentityClient {
    checkIfIdentityIsDeleted(username: string): Promise<{
        readonly isSuccess: boolean;
        readonly value: { readonly isDeleted: boolean };
    }>;
}

/** The bus of the account's transport (`EventBus`). */
export interface HostEventBus {
    publish(event: object): void;
    subscribe(namespace: string, handler: (event: HostEvent) => void): number;
    unsubscribe(subscriptionId: number): unknown;
}

/** What is heard on it (`DataEvent`). */
export interface HostEvent {
    readonly eventTargetAddress?: unknown;
    readonly data?: unknown;
}

/** What is replaced (`IdentityDeletionProcessController`). */
export interface HostDeletionController {
    /** Its HTTP client, with the host's headers and agents (`RESTClientAuthenticate`). */
    readonly identityDeletionProcessClient: object;
    /** What the datawallet carries to the Identity's other devices (`SynchronizedCollection`). */
    readonly identityDeletionProcessCollection: HostCollection;
}

export interface HostCollection {
    readonly databaseType: string;
    list(): Promise<unknown[]>;
    create(process: never): Promise<unknown>;
    update(oldDocument: unknown, process: never): Promise<unknown>;
}

/** The host's own import of `@nmshd/transport`: its classes, which its Runtime tells others by. */
export interface HostTransport {
    readonly IdentityDeletionProcess: { from(value: never): HostProcess };
    readonly IdentityDeletionProcessStatusChangedEvent: new (address: string, process?: never) => object;
    readonly RequestError: new (...parameters: never[]) => Error;
}

/** A process as the host's own class has it (`IdentityDeletionProcess`). */
export interface HostProcess {
    toJSON(): object;
}
