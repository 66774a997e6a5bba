// tsyringe throws on import where the metadata reflection is not there yet: this order is what the file is for.
import "./reflectMetadata";
export { container as rootContainer } from "tsyringe";
export type { DependencyContainer, InjectionToken } from "tsyringe";
