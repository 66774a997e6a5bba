import { PersistencePort } from "../../ports/PersistencePort";

/** Rejects with a `PersistenceError` and with nothing else. */
export type Records = Omit<PersistencePort, "isDurable" | "open" | "close">;
