export { GraphileRunner } from "./GraphileRunner";
export type { GraphileRunnerOptions } from "./GraphileRunnerOptions";
