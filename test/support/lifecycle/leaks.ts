import fc from "fast-check";
import { inspect } from "node:util";
import type { IdentityContext } from "../../../src";
import { foreignPersistenceError, revokedProxy } from "../thrownThings";

/** A Device id without digits could be the name of an error. */
export const carol: IdentityContext = {
    address: "did:e:example.org:dids:c0ffee00c0ffee00c0ff42",
    deviceId: "DVCcarolsphoneabcdef"
};

const secrets = {
    address: carol.address,
    device: carol.deviceId,
    token: "eyJhbGciOiJIUzI1NiJ9.c2VjcmV0",
    person: "Carol Liddell",
    word: "Liddell"
};

/** A part of any of them gives the person away as well. */
const givesAway = [carol.address, "c0ffee00", "carolsphone", secrets.token, "c2VjcmV0", "Carol", "Liddell"];

/** What of the person can be seen in what was written, however deep. */
export function leaksIn(written: unknown): string[] {
    const text = inspect(written, { depth: Infinity, maxArrayLength: null, maxStringLength: null, getters: true });
    return givesAway.filter((secret) => text.includes(secret));
}

class SecretError extends Error {
    public readonly address = secrets.address;

    public constructor(message: string, name: string) {
        super(message);
        this.name = name;
    }
}

/** What a careless library throws: each has the secret somewhere else. */
const ways: Readonly<Record<string, (secret: string) => unknown>> = {
    "in its message": (secret) => new Error(`cannot delete ${secret}`),
    "as its name": (secret) => new SecretError("cannot delete", secret),
    "in its name": (secret) => new SecretError("cannot delete", `TypeError ${secret}`),
    "in its cause": (secret) => new Error("cannot delete", { cause: new Error(secret) }),
    "in its stack": (secret) =>
        Object.assign(new Error("cannot delete"), { stack: `Error\n    at /data/${secret}.js:1` }),
    "in its code": (secret) => Object.assign(new Error("cannot delete"), { code: secret, errno: secret }),
    "in its properties": (secret) => Object.assign(new TypeError("cannot delete"), { config: { headers: { secret } } }),
    "among several": (secret) => new AggregateError([new Error(secret)], secret),
    "as a text": (secret) => secret,
    "as an object": (secret) => ({ secret, toString: () => secret }),
    "as what a store says": (secret) => Object.assign(foreignPersistenceError("unavailable"), { message: secret }),
    "behind a getter that throws it": (secret) =>
        Object.defineProperty(new Error("cannot delete"), "name", {
            get() {
                throw new Error(secret);
            }
        }),
    nowhere: () => revokedProxy()
};

/** An error of the host's own code that names the person, made when it is thrown. */
export const namingError: fc.Arbitrary<{ readonly how: string; readonly make: () => unknown }> = fc
    .tuple(fc.constantFrom(...Object.keys(ways)), fc.constantFrom(...Object.values(secrets)))
    .map(([how, secret]) => ({ how: `${secret} ${how}`, make: () => ways[how](secret) }));
