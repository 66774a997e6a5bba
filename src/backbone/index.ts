export { BackboneAuthority } from "./BackboneAuthority";
export type { BackboneAuthorityOptions } from "./BackboneAuthorityOptions";
export { BackboneFailure, type FailureDetails, type Fate } from "./client/BackboneFailure";
export type { Credentials, CredentialsOf } from "./client/Credentials";
export type { BodyReader, Fetch, FetchRequest, FetchResponse } from "./client/Fetch";
export type { DatawalletSynchronizer } from "./DatawalletSynchronization";
export { IdentityDeletedEvent } from "./events/IdentityDeletedEvent";
export { IdentityDeletionProcessSynchronizationFailedEvent } from "./events/SynchronizationFailedEvent";
export type { RetryOptions } from "../domain/retry";
