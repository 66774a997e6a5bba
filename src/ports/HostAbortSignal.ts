/**
 * The `AbortSignal` of wherever the package is used: Node's or a browser's. Where a consumer compiles with the types of
 * neither, as much of it as is used here; so no global type has to be there.
 */
export type HostAbortSignal = typeof globalThis extends { AbortSignal: { prototype: infer Signal } }
    ? Signal
    : { readonly aborted: boolean; addEventListener(type: "abort", listener: () => void): void };
