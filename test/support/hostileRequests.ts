import { revokedProxy } from "./thrownThings";

/** Reads differently each time. */
export function changesItsAnswer(property: string, answers: unknown[]): object {
    let reads = 0;
    return Object.defineProperty({}, property, {
        enumerable: true,
        configurable: true,
        get: () => answers[Math.min(reads++, answers.length - 1)]
    });
}

export function throwsWhenRead(property: string, thrown: unknown = new Error("do not read me")): object {
    return Object.defineProperty({}, property, {
        enumerable: true,
        get() {
            throw thrown;
        }
    });
}

/** A proxy of which every trap throws. */
export function throwingProxy(): object {
    const trap = (): never => {
        throw new Error("do not touch me");
    };
    return new Proxy({}, { get: trap, has: trap, ownKeys: trap, getPrototypeOf: trap, getOwnPropertyDescriptor: trap });
}

/** Neither is an object of any schema, whatever the method. */
export const noObjects: [string, unknown][] = [
    ["null", null],
    ["a text", "IDP00000000000000001"],
    ["a number", 14],
    ["true", true],
    ["a symbol", Symbol("request")],
    ["a bigint", 14n],
    ["a function", () => ({ lengthOfGracePeriodInDays: 1 })],
    ["an array", []],
    [
        "an array with the right property",
        Object.assign([], { lengthOfGracePeriodInDays: 1, id: "IDP00000000000000001" })
    ]
];

/** Looking at these throws. */
export const unreadableObjects: [string, () => object][] = [
    ["a revoked proxy", revokedProxy],
    ["a proxy that throws at every touch", throwingProxy],
    ["a length that throws when it is read", () => throwsWhenRead("lengthOfGracePeriodInDays")],
    ["an id that throws when it is read", () => throwsWhenRead("id")],
    ["a property that throws undefined when it is read", () => throwsWhenRead("any", undefined)]
];
