/**
 * What is kept of a release, bundled into one file, and what the tests take from the present code to put next to it. Programs
 * that run on an older release use it by these names: add, and do not rename without telling the older ones apart.
 */
export { ErrorCode, IdentityDeletionModule } from "../../../src";
export { DocumentDatabasePersistence, LokiJsFileStorage } from "../../../src/adapters/docdb";
export { IndexedDbPersistence } from "../../../src/adapters/indexeddb";
export { PostgresPersistence } from "../../../src/adapters/postgres";
export { SqlitePersistence } from "../../../src/adapters/sqlite";
export { BackboneAuthority } from "../../../src/backbone";
export { Lifecycle } from "../../../src/lifecycle";
export { PseudonymKey } from "../../../src/pseudonymization";
export { InMemoryBackbone } from "../../../src/testing/backbone/InMemoryBackbone";
export { fetchFrom } from "../../../src/testing/backbone/fetchFrom";
export { FixedClock } from "../../../src/testing/FixedClock";
export { importEnmeshedProcesses } from "../../../src/transfer/enmeshed/importEnmeshedProcesses";
