export { BackboneServer } from "./BackboneServer";
export type { BackboneFault, BackboneRequestKind } from "./BackboneFault";
export { fetchFrom } from "./fetchFrom";
export { InMemoryBackbone, type BackboneDevice, type InMemoryBackboneOptions } from "./InMemoryBackbone";
export type { BackboneAnswer, BackboneRequest } from "./wire";
