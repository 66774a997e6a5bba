/** tsyringe throws on import without it; only its decorators call it. Why a file of its own: ARCHITECTURE.md. */
const target = Reflect as { getMetadata?: unknown };
const stub = (): undefined => undefined;
if (target.getMetadata === undefined) target.getMetadata = stub;

export function removeMetadataStub(): void {
    if (target.getMetadata === stub) delete target.getMetadata;
}
