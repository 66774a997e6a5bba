import { ApplicationError } from "@js-soft/ts-utils";

export function revokedProxy(): object {
    const { proxy, revoke } = Proxy.revocable({}, {});
    revoke();
    return proxy;
}

function revokedError(): Error {
    const { proxy, revoke } = Proxy.revocable(new Error("behind a proxy"), {});
    revoke();
    return proxy;
}

/** An `Error` of which one property cannot be read. */
function errorWithThrowingGetter(property: string): Error {
    return Object.defineProperty(new Error("cannot be looked at"), property, {
        get() {
            throw new Error(`${property} cannot be read`);
        }
    });
}

/** As an adapter that was built against another copy of the package throws it. */
export function foreignPersistenceError(kind: unknown): Error {
    return Object.assign(new Error("from another copy"), { name: "PersistenceError", kind });
}

/** Everything below that a careless or hostile library might throw, none of it with a meaning of ours. */
export const meaninglessThings: [string, () => unknown][] = [
    ["an Error", () => new Error("no idea")],
    ["a text", () => "no idea"],
    ["an empty text", () => ""],
    ["undefined", () => undefined],
    ["null", () => null],
    ["zero", () => 0],
    ["NaN", () => NaN],
    ["false", () => false],
    ["a symbol", () => Symbol("no idea")],
    ["a bigint", () => 10n],
    ["a function", () => () => "no idea"],
    ["an object without prototype", () => Object.create(null)],
    ["a frozen object", () => Object.freeze({ code: "error.runtime.recordNotFound" })],
    ["a thenable", () => ({ then: (resolve: (value: string) => void) => resolve("no idea") })],
    ["a revoked proxy", revokedProxy],
    ["a revoked proxy of an Error", revokedError],
    ["an Error whose code cannot be read", () => errorWithThrowingGetter("code")],
    ["an Error whose name cannot be read", () => errorWithThrowingGetter("name")],
    ["an Error with the code of something else", () => Object.assign(new Error("busy"), { code: "SQLITE_BUSY" })],
    ["an ApplicationError with a code of somebody else", () => new ApplicationError("error.other.code", "other")],
    [
        "an Error with a code of ours and a message that is no text",
        () =>
            Object.defineProperties(new Error(), {
                code: { value: "error.runtime.recordNotFound" },
                message: { value: Symbol("text") }
            })
    ]
];
