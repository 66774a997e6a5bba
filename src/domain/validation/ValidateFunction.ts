export interface ValidateFunction {
    (data: unknown): boolean;
    errors?: { instancePath: string; message?: string; params: Record<string, unknown> }[] | null;
}
