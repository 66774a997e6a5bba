import { SystemClock } from "../../../src/adapters/local/SystemClock";
import { InMemoryPersistence } from "../../../src/adapters/memory";
import { checkedOptions } from "../../../src/di/checkedOptions";
import { FixedClock } from "../../../src/testing";

const persistence = new InMemoryPersistence();

function check(options: unknown): ReturnType<typeof checkedOptions> {
    // As a host in plain JavaScript may call it.
    return checkedOptions(options as Parameters<typeof checkedOptions>[0]);
}

function portWithout(name: string): object {
    return new Proxy(persistence, {
        get: (target, property) => (property === name ? undefined : Reflect.get(target, property))
    });
}

describe(checkedOptions.name, () => {
    test("takes the machine's clock and the default policy where the host says nothing", () => {
        const options = check({ persistence });
        expect(options.persistence).toBe(persistence);
        expect(options.clock).toBeInstanceOf(SystemClock);
        expect(options.policy).toMatchObject({ defaultInDays: 14, minimumInDays: 0, maximumInDays: 365 });
    });

    test("takes what the host says", () => {
        const given = {
            persistence,
            eventBus: { publish: jest.fn() },
            onEventError: jest.fn(),
            pseudonymKey: { id: "id", identityKeyOf: jest.fn() },
            lifecycle: jest.fn(),
            logger: { warn: jest.fn() },
            clock: new FixedClock()
        };
        const gracePeriod = { defaultInDays: 3, minimumInDays: 2, maximumInDays: 4 };
        const { policy, ...options } = check({ ...given, gracePeriod });
        expect(options).toStrictEqual({ ...given, deletesIdentities: true, closeTimeoutInMs: 25_000 });
        expect(policy).toMatchObject(gracePeriod);
    });

    test("needs a pseudonym key for a lifecycle, and a lifecycle that is configured", () => {
        expect(() => check({ persistence, lifecycle: jest.fn() })).toThrow(
            new TypeError(
                "The option lifecycle needs the option pseudonymKey: what is left of a deleted Identity would name it otherwise."
            )
        );
        for (const lifecycle of ["somewhere", { deleters: [], notifier: "none" }, null]) {
            expect(() => check({ persistence, lifecycle })).toThrow(TypeError);
            expect(() => check({ persistence, lifecycle })).toThrow(
                'The option lifecycle must be Lifecycle.configure(…) of identity-deletion-process/lifecycle, or "elsewhere"; it is '
            );
        }
    });

    test("knows whether anybody deletes anything", () => {
        const authority = { forIdentity: jest.fn(), close: jest.fn() };
        expect(check({ persistence })).toMatchObject({ deletesIdentities: false });
        expect(check({ persistence, authority })).toMatchObject({ deletesIdentities: true });
        const elsewhere = check({ persistence, lifecycle: "elsewhere" });
        expect(elsewhere).toMatchObject({ deletesIdentities: true, lifecycle: undefined });
    });

    test("takes an option that is undefined as absent", () => {
        const nothing = { eventBus: undefined, onEventError: undefined, gracePeriod: undefined, clock: undefined };
        expect(check({ persistence, ...nothing }).clock).toBeInstanceOf(SystemClock);
    });

    test.each([undefined, null, "identities.db", 7, () => ({ persistence })])("refuses %p as options", (options) => {
        expect(() => check(options)).toThrow("The options of IdentityDeletionModule must be an object; it is ");
        expect(() => check(options)).toThrow(TypeError);
    });

    test.each([
        ["persistance", ' Did you mean "persistence"?'],
        ["closeTimeoutMs", ' Did you mean "closeTimeoutInMs"?'],
        ["toString", ""],
        ["policy", ""],
        ["", ""]
    ])("refuses an option that there is not: %p", (name, hint) => {
        expect(() => check({ persistence, [name]: undefined })).toThrow(
            new TypeError(
                `There is no option "${name}".${hint} There are: persistence, authority, eventBus, onEventError, gracePeriod, pseudonymKey, lifecycle, logger, closeTimeoutInMs, clock.`
            )
        );
    });

    test("refuses an option of the grace period that there is not", () => {
        expect(() => check({ persistence, gracePeriod: { defaultInDay: 3 } })).toThrow(
            new TypeError(
                'There is no option "gracePeriod.defaultInDay". Did you mean "gracePeriod.defaultInDays"? There are: defaultInDays, minimumInDays, maximumInDays.'
            )
        );
    });

    test.each(["persistence", "eventBus", "gracePeriod", "logger", "clock"])(
        "refuses what is no object as %s",
        (option) => {
            for (const value of [null, "text", 7, true, () => undefined]) {
                expect(() => check({ persistence, [option]: value })).toThrow(
                    new RegExp(
                        `^The option ${option} must be an object.*; it is (null|a string|a number|a boolean|a function).$`
                    )
                );
            }
        }
    );

    test("asks for a persistence", () => {
        expect(() => check({})).toThrow(
            /^The option persistence must be an object with the methods .*; it is missing\.$/
        );
    });

    test.each([
        "open",
        "close",
        "insert",
        "update",
        "delete",
        "findCurrent",
        "findByLookup",
        "list",
        "findDue",
        "scan"
    ])("refuses a persistence without %s", (method) => {
        expect(() => check({ persistence: portWithout(method) })).toThrow(
            new RegExp(`^The option persistence must be an object with .*; it has no ${method}\\.$`)
        );
    });

    test.each<[object, string]>([
        [{ eventBus: {} }, "The option eventBus must be an object with the method publish; it has no publish."],
        [
            { eventBus: { publish: "loudly" } },
            "The option eventBus must be an object with the method publish; it has no publish."
        ],
        [{ clock: {} }, "The option clock must be an object with the method now; it has no now."],
        [
            { authority: {} },
            "The option authority must be an object with the methods forIdentity, close; it has no forIdentity, close."
        ],
        [
            { authority: null },
            "The option authority must be an object with the methods forIdentity, close; it is null."
        ],
        [
            { persistence: { open: 1, close: 2, insert: persistence.insert } },
            "The option persistence must be an object with the methods open, close, insert, update, delete, findCurrent, findByLookup, list, findDue, scan; it has no open, close, update, delete, findCurrent, findByLookup, list, findDue, scan."
        ],
        [{ onEventError: {} }, "The option onEventError must be a function; it is an object."],
        [{ onEventError: null }, "The option onEventError must be a function; it is null."]
    ])("refuses %p", (options, message) => {
        expect(() => check({ persistence, ...options })).toThrow(new TypeError(message));
    });

    test.each<[object, string]>([
        [{ defaultInDays: 366 }, "gracePeriod.defaultInDays"],
        [{ minimumInDays: -1 }, "gracePeriod.minimumInDays"],
        [{ maximumInDays: "30" }, "gracePeriod.maximumInDays"]
    ])("refuses the grace period %p", (gracePeriod, named) => {
        expect(() => check({ persistence, gracePeriod })).toThrow(named);
    });
});
