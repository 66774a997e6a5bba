import { replaceProperty } from "../../../src/enmeshed/replaceProperty";

describe(replaceProperty.name, () => {
    test("gives an object back what was its own, and what was of its class", () => {
        class Account {
            public async synchronize(): Promise<string> {
                return "of the class";
            }
        }
        const account = new Account();
        const restore = replaceProperty(account, "synchronize", async () => "replaced");
        expect(Object.keys(account)).toStrictEqual([]);
        restore();
        expect(Object.hasOwn(account, "synchronize")).toBe(false);
        expect(account.synchronize).toBe(Account.prototype.synchronize);

        const own = { name: "own" };
        const restoreOwn = replaceProperty(own, "name", "replaced");
        expect(own.name).toBe("replaced");
        restoreOwn();
        expect(own).toStrictEqual({ name: "own" });
    });
});
