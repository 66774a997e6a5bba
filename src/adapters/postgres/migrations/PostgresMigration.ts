/** One step of the tables from nothing to their present form. It never changes once it was released. */
export interface PostgresMigration {
    /** Begins with its number; they run in the order of their names. */
    readonly name: string;
    /** What is run, in one transaction. `schema` is quoted. */
    statements(schema: string): string[];
}
