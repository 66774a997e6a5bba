import type { Result } from "@js-soft/ts-utils";

declare global {
    // eslint-disable-next-line @typescript-eslint/no-namespace -- how jest's matchers are extended
    namespace jest {
        interface Matchers<R> {
            /** A `Result` that is a success. */
            toBeSuccessful(): R;
            /** A `Result` that is an error with exactly this code. */
            toBeAnError(code: string): R;
        }
    }
}

expect.extend({
    toBeSuccessful(actual: Result<unknown>) {
        return {
            pass: actual.isSuccess,
            message: () =>
                actual.isSuccess
                    ? "expected an error, but the result is successful"
                    : `expected a success, but the result is the error ${describeError(actual)}`
        };
    },

    toBeAnError(actual: Result<unknown>, code: string) {
        return {
            pass: actual.isError && actual.error.code === code,
            message: () =>
                `expected ${this.isNot ? "any result but " : ""}the error ${code}, but the result is ` +
                (actual.isSuccess
                    ? `successful: ${JSON.stringify(actual.value)}`
                    : `the error ${describeError(actual)}`)
        };
    }
});

function describeError({ error }: Result<unknown>): string {
    return `${error.code}: ${error.message} (cause: ${String(error.cause)})`;
}
