import type { PostgresMigration } from "./PostgresMigration";

/**
 * The tables stay. A store now says in a record whether it is used with a pseudonym key, and release 0.1.0, which does not
 * know that record, must not open it.
 */
export const markStore: PostgresMigration = {
    name: "002-store-mark",
    statements: () => []
};
