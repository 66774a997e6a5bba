export { InMemoryPersistence } from "./InMemoryPersistence";
