// The order matters: tsyringe needs the stub while it is imported, and no longer.
import { removeMetadataStub } from "./metadataStub";
export { container as rootContainer, instancePerContainerCachingFactory } from "tsyringe";
export type { DependencyContainer, InjectionToken } from "tsyringe";

removeMetadataStub();
