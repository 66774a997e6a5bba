export { IdentityDeletionProcessFacade } from "./application/IdentityDeletionProcessFacade";
export type { DeletionError, DeletionResult } from "./application/DeletionResult";
export type {
    IdentityDeletionProcessDTO,
    InitiatedIdentityDeletionProcessDTO
} from "./application/IdentityDeletionProcessDTO";
export { IdentityDeletionProcessStatusChangedEvent } from "./application/IdentityDeletionProcessStatusChangedEvent";
export type { InitiateIdentityDeletionProcessRequest } from "./application/useCases/InitiateIdentityDeletionProcess";
export type { GetIdentityDeletionProcessRequest } from "./application/useCases/GetIdentityDeletionProcess";
export type { EventErrorHandler } from "./application/EventPublisher";
export type { BackboneScope, ExternalProcessEvent } from "./application/BackboneScope";
export type { DueDates, LifecycleFactory, LifecycleScope, LifecyclePort } from "./application/LifecyclePort";
export type { Pseudonyms } from "./application/pseudonym/Pseudonyms";
export type { RemoteAuthority, RemoteAuthorityScope } from "./application/RemoteAuthority";
export type { OpenProcessDecision } from "./application/useCases/DecideOpenProcess";
export { IdentityDeletionModule } from "./di/IdentityDeletionModule";
export type { IdentityScope } from "./di/IdentityScope";
export type { IdentityScopeOptions } from "./di/IdentityScopeOptions";
export type {
    IdentityDeletionModuleOptions,
    LifecycleOf,
    LifecycleOption,
    ModuleLogger
} from "./di/IdentityDeletionModuleOptions";
export { type AnsweredErrorCode, ErrorCode } from "./domain/ErrorCode";
export { httpStatusOf } from "./domain/httpStatusOf";
export type { GracePeriodOptions } from "./domain/GracePeriodPolicy";
export type { IdentityContext } from "./domain/IdentityContext";
export { IdentityDeletionProcessStatus } from "./domain/IdentityDeletionProcessStatus";
export type { Clock } from "./ports/Clock";
export { PersistenceError, type PersistenceErrorKind } from "./ports/PersistenceError";
export {
    type DuePosition,
    isUnreadable,
    type JsonObject,
    type JsonValue,
    type PageEntry,
    type PersistencePort,
    type RecordPosition,
    type StoredRecord,
    type UnreadableRecord
} from "./ports/PersistencePort";
