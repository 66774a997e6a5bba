/** The platform's own `AbortSignal`; where a consumer compiles without its type, as much of it as is used. */
export type HostAbortSignal = typeof globalThis extends { AbortSignal: { prototype: infer Signal } }
    ? Signal
    : { readonly aborted: boolean; addEventListener(type: "abort", listener: () => void): void };
