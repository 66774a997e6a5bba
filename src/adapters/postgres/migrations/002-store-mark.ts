import type { PostgresMigration } from "./PostgresMigration";

/** The name alone keeps release 0.1.0 out, which does not know that a store may have a pseudonym key. */
export const markStore: PostgresMigration = {
    name: "002-store-mark",
    statements: () => []
};
