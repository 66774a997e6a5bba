// tsyringe throws on import where the metadata reflection is not there yet: this order is what the file is for.
// The lite form is the same without what engines of ten years ago lack, and makes no code from strings.
import "reflect-metadata/lite";
export { container as rootContainer } from "tsyringe";
export type { DependencyContainer, InjectionToken } from "tsyringe";
