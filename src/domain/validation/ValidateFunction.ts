/** What ajv's standalone code exports for a schema. */
export interface ValidateFunction {
    (data: unknown): boolean;
    errors?: { instancePath: string; message?: string; params: Record<string, unknown> }[] | null;
}
