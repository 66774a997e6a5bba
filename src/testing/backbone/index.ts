export { BackboneServer, type BackboneServerOptions } from "./BackboneServer";
export type { BackboneFault, BackboneRequestKind } from "./BackboneFault";
export { fetchFrom } from "./fetchFrom";
export type { BackboneDevice } from "./Accounts";
export { InMemoryBackbone, type InMemoryBackboneOptions } from "./InMemoryBackbone";
export type { BackboneAnswer, BackboneRequest } from "./wire";
