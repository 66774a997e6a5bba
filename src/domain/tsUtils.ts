// What is used of @js-soft/ts-utils, file by file: its index also loads an event bus with all that it needs, which is
// the host's to choose, and a sixth of a bundle for a browser. The index exports these same classes, so a host's are ours.
// With the ending of the file: bundlers ask for it in ES modules.
export { DataEvent } from "@js-soft/ts-utils/dist/events/DataEvent.js";
export { ApplicationError } from "@js-soft/ts-utils/dist/result/ApplicationError.js";
export { Result } from "@js-soft/ts-utils/dist/result/Result.js";
