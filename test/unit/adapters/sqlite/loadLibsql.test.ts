import { SqlitePersistence } from "../../../../src/adapters/sqlite";
import { persistenceError } from "../../../support/persistenceErrors";

jest.mock("libsql", () => {
    throw Object.assign(new Error("Cannot find module 'libsql'"), { code: "MODULE_NOT_FOUND" });
});

describe(`${SqlitePersistence.name} without its default driver`, () => {
    test("says how to install it when it is opened, and not before", async () => {
        const store = SqlitePersistence.open(":memory:");
        await expect(store.open()).rejects.toMatchObject(persistenceError("unavailable", /npm install libsql/));
    });

    test("does not ask for it where the host hands in another", async () => {
        const driver = () => {
            throw new Error("the host's own driver was asked");
        };
        const opening = SqlitePersistence.open(":memory:", { driver }).open();
        await expect(opening).rejects.toMatchObject({ cause: { message: "the host's own driver was asked" } });
    });
});
