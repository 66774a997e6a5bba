import { PersistencePort } from "../../ports/PersistencePort";

export type Records = Omit<PersistencePort, "isDurable" | "open" | "close">;
