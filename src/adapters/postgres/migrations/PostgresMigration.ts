/** Never changed once it was released. */
export interface PostgresMigration {
    /** Begins with its number; they run in the order of their names. */
    readonly name: string;
    /** In one transaction. `schema` is quoted. */
    statements(schema: string): string[];
}
