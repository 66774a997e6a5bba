import { ignoreErrors } from "../../../src/application/ignoreErrors";

describe(ignoreErrors.name, () => {
    test("calls what listens, once", () => {
        const listen = jest.fn();
        ignoreErrors(listen);
        expect(listen).toHaveBeenCalledTimes(1);
    });

    test("lets nothing out that it throws", () => {
        expect(() =>
            ignoreErrors(() => {
                throw new Error("listening failed");
            })
        ).not.toThrow();
    });

    test("catches what it rejects with, also where that is no promise of the platform", () => {
        const caught = jest.fn();
        const rejected = Promise.reject(new Error("listening failed later"));
        const watched = jest.spyOn(rejected, "catch").mockImplementation(caught);
        ignoreErrors(() => rejected);
        expect(watched).toHaveBeenCalledTimes(1);
        watched.mockRestore();
        rejected.catch(() => undefined);

        const then = jest.fn((_resolve: unknown, reject: (error: Error) => void) => reject(new Error("as well")));
        ignoreErrors(() => ({ then }));
        return Promise.resolve().then(() => expect(then).toHaveBeenCalledTimes(1));
    });
});
