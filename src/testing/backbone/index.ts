export { BackboneServer, type BackboneServerOptions } from "./BackboneServer";
export type { BackboneFault, BackboneRequestKind } from "./BackboneFault";
export { fetchFrom } from "./fetchFrom";
export type { BackboneDevice } from "./Accounts";
export type { DeletionJob } from "./deletionProcesses";
export {
    type Caller,
    type FurtherRoutes,
    InMemoryBackbone,
    type InMemoryBackboneOptions,
    type LogEntry
} from "./InMemoryBackbone";
export type { BackboneAnswer, BackboneRequest } from "./wire";
