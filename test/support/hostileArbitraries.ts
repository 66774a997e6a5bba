import fc from "fast-check";
import { PersistenceError } from "../../src";
import { changesItsAnswer, throwingProxy, throwsWhenRead } from "./hostileRequests";
import { foreignPersistenceError, meaninglessThings, revokedProxy } from "./thrownThings";

/** A value that is made only when it is used: fast-check itself could not even hold some of them. */
export interface Making {
    what: unknown;
    make: () => unknown;
}

/** Anything at all. */
const anything = fc.anything({
    maxDepth: 1,
    maxKeys: 3,
    withBigInt: true,
    withBoxedValues: true,
    withDate: true,
    withMap: true,
    withNullPrototype: true,
    withObjectString: true,
    withSet: true,
    withSparseArray: true,
    withTypedArray: true
});

const name = fc.constantFrom("lengthOfGracePeriodInDays", "id", "__proto__", "constructor", "toString");
const properties = fc.dictionary(name, anything, { maxKeys: 2 });
const nearlyAnId = fc.stringMatching(/^\s?I?DP[A-Za-z0-9]{16,18}[\n ]?$/);
const nearlyALength = fc.oneof(fc.double(), fc.integer({ min: -1, max: 366 }), fc.bigInt(), fc.stringMatching(/^\d+$/));

function made<T>(arbitrary: fc.Arbitrary<T>, make: (what: T) => unknown = (what) => what): fc.Arbitrary<Making> {
    return arbitrary.map((what) => ({ what, make: () => make(what) }));
}

/** Anything at all, what is nearly a request, and what means harm. */
export const hostileRequest: fc.Arbitrary<Making> = fc.oneof(
    { weight: 6, arbitrary: made(anything) },
    { weight: 2, arbitrary: made(fc.record({ lengthOfGracePeriodInDays: fc.oneof(nearlyALength, anything) })) },
    { weight: 2, arbitrary: made(fc.record({ id: fc.oneof(nearlyAnId, anything) })) },
    { weight: 1, arbitrary: made(properties) },
    { weight: 1, arbitrary: made(properties, (inherited) => Object.create(inherited)) },
    { weight: 1, arbitrary: made(properties, (target) => new Proxy(target, {})) },
    { weight: 1, arbitrary: made(fc.tuple(name, anything), ([property, thrown]) => throwsWhenRead(property, thrown)) },
    {
        weight: 1,
        arbitrary: made(
            fc.tuple(name, fc.array(fc.oneof(nearlyALength, nearlyAnId, anything))),
            ([property, answers]) => changesItsAnswer(property, answers)
        )
    },
    { weight: 1, arbitrary: made(fc.constantFrom(revokedProxy, throwingProxy), (make) => make()) }
);

const kind = fc.constantFrom(
    "slotTaken" as const,
    "duplicate" as const,
    "staleRevision" as const,
    "notFound" as const,
    "unavailable" as const,
    "corrupt" as const,
    "newerVersion" as const
);

/** What a store may throw: anything at all, and its own errors of every kind, from this copy of the class or another. */
export const thrownByAStore: fc.Arbitrary<Making> = fc.oneof(
    made(anything),
    made(kind, (ofKind) => new PersistenceError(ofKind, "of this copy")),
    made(kind, foreignPersistenceError),
    made(fc.constantFrom(...meaninglessThings), ([, thing]) => thing())
);
