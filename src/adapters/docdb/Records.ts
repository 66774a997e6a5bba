import { PersistencePort } from "../../ports/PersistencePort";

/** An open store over one kind of database. It rejects with a `PersistenceError` and with nothing else. */
export type Records = Omit<PersistencePort, "isDurable" | "open" | "close">;
