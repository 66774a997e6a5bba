import fc from "fast-check";
import { cloneJson } from "../../../src/ports/cloneJson";
import type { JsonObject } from "../../../src/ports/PersistencePort";

describe(cloneJson.name, () => {
    test("returns an equal object that shares nothing with the first", () => {
        const original: JsonObject = { list: [1, { deep: [null, "text"] }], object: { flag: true }, nothing: null };
        const clone = cloneJson(original);
        const before = structuredClone(original);
        expect(clone).toStrictEqual(original);

        (clone.list as JsonObject[])[1].deep = "changed";
        (clone.object as JsonObject).flag = false;
        clone.nothing = 1;
        expect(original).toStrictEqual(before);
    });

    test("returns any JSON object as it was", () => {
        fc.assert(
            fc.property(fc.dictionary(fc.string(), fc.jsonValue()), (value) => {
                const original = JSON.parse(JSON.stringify(value)) as JsonObject;
                expect(JSON.stringify(cloneJson(original))).toBe(JSON.stringify(original));
            })
        );
    });

    test("copies a property named __proto__ as any other, at any depth, and makes nothing a prototype", () => {
        const text = '{"__proto__":{"list":[{"__proto__":{"polluted":true}}]},"a":1}';
        const original = JSON.parse(text) as JsonObject;
        const clone = cloneJson(original);
        expect(JSON.stringify(clone)).toBe(text);
        expect(Object.getPrototypeOf(clone)).toBe(Object.prototype);
        const own = (object: JsonObject): unknown => Object.getOwnPropertyDescriptor(object, "__proto__")?.value;
        expect(own(clone)).not.toBe(own(original));
        expect(({} as { polluted?: boolean }).polluted).toBeUndefined();
    });

    test("copies nothing that somebody has put on all objects", () => {
        const everyObject = Object.prototype as { planted?: object };
        everyObject.planted = { by: "somebody" };
        try {
            expect(Object.keys(cloneJson({ a: { b: 1 } }))).toStrictEqual(["a"]);
        } finally {
            delete everyObject.planted;
        }
    });
});
