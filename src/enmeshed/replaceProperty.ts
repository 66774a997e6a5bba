/** Replaces a property of an object or of its class. Returns what restores it. */
export function replaceProperty(target: object, name: string, value: unknown): () => void {
    const own = Object.getOwnPropertyDescriptor(target, name);
    Object.defineProperty(target, name, { value, configurable: true, writable: true });
    return () => {
        Reflect.deleteProperty(target, name);
        if (own !== undefined) Object.defineProperty(target, name, own);
    };
}
