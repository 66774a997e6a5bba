/** Replaces a property, whether its class has it or the object itself. What is returned restores it. */
export function replaceProperty(target: object, name: string, value: unknown): () => void {
    const own = Object.getOwnPropertyDescriptor(target, name);
    Object.defineProperty(target, name, { value, configurable: true, writable: true });
    return () => {
        Reflect.deleteProperty(target, name);
        if (own !== undefined) Object.defineProperty(target, name, own);
    };
}
