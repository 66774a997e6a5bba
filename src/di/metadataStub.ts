/**
 * tsyringe throws on import where `Reflect.getMetadata` is missing. Only its decorators call it, and none is used here: so
 * this takes the place of a polyfill, which would be a twentieth of a browser's bundle. `./tsyringe` removes it again, since
 * a host's own polyfill would not replace it. A file of its own, which runs before tsyringe in every order of bundlers.
 */
const target = Reflect as { getMetadata?: unknown };
const stub = (): undefined => undefined;
if (target.getMetadata === undefined) target.getMetadata = stub;

export function removeMetadataStub(): void {
    if (target.getMetadata === stub) delete target.getMetadata;
}
