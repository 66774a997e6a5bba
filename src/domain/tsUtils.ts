// File by file: the index also loads an event bus, a sixth of a browser's bundle. It exports these same classes, so a host's
// are ours. With `.js`: bundlers ask for it in ES modules.
export { DataEvent } from "@js-soft/ts-utils/dist/events/DataEvent.js";
export { ApplicationError } from "@js-soft/ts-utils/dist/result/ApplicationError.js";
export { Result } from "@js-soft/ts-utils/dist/result/Result.js";
