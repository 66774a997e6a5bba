import { ErrorCode } from "../../../src";
import { validateGetRequest, validateInitiateRequest } from "../../../src/domain/validation/compiledValidators";
import { validateRequest } from "../../../src/domain/validation/validateRequest";
import type { IdentityDeletionError } from "../../../src/domain/IdentityDeletionError";
import { changesItsAnswer, noObjects, unreadableObjects } from "../../support/hostileRequests";

const id = "IDP0123456789abcdefX";

const initiateRequest = (request: unknown): { lengthOfGracePeriodInDays?: number } =>
    validateRequest(validateInitiateRequest, ["lengthOfGracePeriodInDays"], request);
const getRequest = (request: unknown): { id: string } => validateRequest(validateGetRequest, ["id"], request);

function errorOf(action: () => unknown): IdentityDeletionError {
    try {
        action();
    } catch (error) {
        return error as IdentityDeletionError;
    }
    throw new Error("expected it to be refused");
}

describe(validateRequest.name, () => {
    test.each(noObjects)("refuses %s", (_, request) => {
        for (const validate of [initiateRequest, getRequest]) {
            const error = errorOf(() => validate(request));
            expect(error.code).toBe(ErrorCode.invalidPropertyValue);
            expect(error.message).toBe("The request must be an object.");
        }
    });

    test.each(unreadableObjects)("throws at %s", (_, request) => {
        for (const validate of [initiateRequest, getRequest]) expect(() => validate(request())).toThrow();
    });

    test.each([
        { lengthOfGracePeriodInDays: "14" },
        { lengthOfGracePeriodInDays: "" },
        { lengthOfGracePeriodInDays: 14n },
        { lengthOfGracePeriodInDays: NaN },
        { lengthOfGracePeriodInDays: Infinity },
        { lengthOfGracePeriodInDays: -Infinity },
        { lengthOfGracePeriodInDays: null },
        { lengthOfGracePeriodInDays: true },
        { lengthOfGracePeriodInDays: [14] },
        { lengthOfGracePeriodInDays: Object(14) },
        { lengthOfGracePeriodInDays: { valueOf: () => 14 } },
        { lengthOfGracePeriodInDays: new Date(14) },
        { lengthOfGracePeriodInDays: Symbol("14") }
    ])("refuses %p, in words that name the property", (request) => {
        expect(errorOf(() => initiateRequest(request)).message).toBe("lengthOfGracePeriodInDays must be a number.");
    });

    test.each([0, -0, -1, 1.5, Number.MIN_VALUE, Number.MAX_VALUE])(
        "passes the number %p on: the policy decides about it",
        (lengthOfGracePeriodInDays) => {
            const request = { lengthOfGracePeriodInDays };
            expect(initiateRequest(request).lengthOfGracePeriodInDays).toBe(lengthOfGracePeriodInDays);
        }
    );

    test.each([{}, { lengthOfGracePeriodInDays: undefined }, Object.create(null)])(
        "takes %p as a request without a length",
        (request) => {
            expect(initiateRequest(request).lengthOfGracePeriodInDays).toBeUndefined();
        }
    );

    test.each([
        "",
        "IDP",
        id.slice(0, -1),
        `${id}1`,
        `${id}\n`,
        `\n${id}`,
        `${id} `,
        ` ${id}`,
        `${id}\u0000`,
        id.toLowerCase(),
        id.replace("0", "-"),
        id.replace("0", "٠"),
        id.replace("0", "０"),
        id.replace("a", "а"),
        `${id}#${id}`
    ])("refuses the id %p, in words that do not contain it", (wrongId) => {
        const error = errorOf(() => getRequest({ id: wrongId }));
        expect(error.code).toBe(ErrorCode.invalidPropertyValue);
        expect(error.message).toBe("id must be IDP and 17 letters or digits.");
    });

    test.each([7, null, [id], Object(id), { toString: () => id }, Symbol(id)])("refuses the id %p", (wrongId) => {
        expect(errorOf(() => getRequest({ id: wrongId })).message).toBe("id must be a string.");
    });

    test.each([{}, { id: undefined }])("refuses %p: the id is missing", (request) => {
        expect(errorOf(() => getRequest(request)).message).toBe("The request must have the property id.");
    });

    test.each<object>([
        { id, extra: 1 },
        { id, extra: undefined },
        { id, toString: 1 },
        JSON.parse(`{"id": "${id}", "__proto__": {}}`) as object,
        Object.create({ id, extra: 1 }) as object,
        new Proxy({ id, extra: 1 }, {})
    ])("refuses a property that is not known: %p", (request) => {
        const error = errorOf(() => getRequest(request));
        expect(error.code).toBe(ErrorCode.invalidPropertyValue);
        expect(error.message).toMatch(/^The request has a property that is not known\./);
    });

    test.each([
        ["lengthOfGracePeriod", " Did you mean lengthOfGracePeriodInDays?"],
        ["LengthOfGracePeriodInDays", " Did you mean lengthOfGracePeriodInDays?"],
        ["colour", ""]
    ])("suggests for %s the name that is near, if one is", (name, hint) => {
        expect(errorOf(() => initiateRequest({ [name]: 3 })).message).toBe(
            `The request has a property that is not known.${hint} There is: lengthOfGracePeriodInDays.`
        );
    });

    test("names all properties that there are", () => {
        const validate = (request: unknown): unknown =>
            validateRequest<{ id: string; kind: string }>(validateGetRequest, ["id", "kind"], request);
        expect(errorOf(() => validate({ id, colour: 1 })).message).toContain(" There is: id, kind.");
    });

    test("refuses both known properties where one is of the other method", () => {
        expect(() => getRequest({ id, lengthOfGracePeriodInDays: 1 })).toThrow("not known");
        expect(() => initiateRequest({ id, lengthOfGracePeriodInDays: 1 })).toThrow("not known");
    });

    test("counts inherited properties, as reading them would", () => {
        expect(getRequest(Object.create({ id })).id).toBe(id);
        expect(() => getRequest(Object.create({ id: "wrong" }))).toThrow("must be IDP and 17");
    });

    test("reads a getter of a class, which is not enumerable", () => {
        class Request {
            public get id(): string {
                return id;
            }
        }
        expect(getRequest(new Request()).id).toBe(id);
    });

    test("reads no property that is neither enumerable nor asked for", () => {
        const request = Object.defineProperty({ id }, "secret", {
            get() {
                throw new Error("was read");
            }
        });
        expect(getRequest(request).id).toBe(id);
    });

    test("reads each property once: what was checked is what is used", () => {
        expect(getRequest(changesItsAnswer("id", [id, "something else"])).id).toBe(id);
        expect(() => getRequest(changesItsAnswer("id", ["something else", id]))).toThrow("must be IDP and 17");
        const length = changesItsAnswer("lengthOfGracePeriodInDays", [3, "9"]);
        expect(initiateRequest(length).lengthOfGracePeriodInDays).toBe(3);
        const notEnumerable = Object.defineProperty(changesItsAnswer("id", [id, "other"]), "id", { enumerable: false });
        expect(getRequest(notEnumerable).id).toBe(id);
    });

    test("returns a copy", () => {
        const request = { id };
        const checked = getRequest(request);
        request.id = "changed afterwards";
        expect(checked.id).toBe(id);
        expect(Object.getPrototypeOf(checked)).toBeNull();
    });
});
