export { IndexedDbPersistence, type IndexedDbOptions } from "./IndexedDbPersistence";
