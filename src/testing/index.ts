export type {
    ContractDatabase,
    ContractHooks,
    ContractRunner,
    ContractSubject,
    ContractTestFunction
} from "./contract/ContractSubject";
export { persistenceContract } from "./contract/persistenceContract";
export { FixedClock } from "./FixedClock";
export type { BackboneFault, BackboneRequestKind } from "./backbone/BackboneFault";
export { fetchFrom, type InProcessRequest, type InProcessResponse } from "./backbone/fetchFrom";
export type { BackboneDevice } from "./backbone/Accounts";
export { InMemoryBackbone, type InMemoryBackboneOptions } from "./backbone/InMemoryBackbone";
export type { BackboneAnswer, BackboneRequest } from "./backbone/wire";
