import { closeHostFile } from "../../../src/cli/lifecycle/closeHostFile";

describe(closeHostFile.name, () => {
    beforeEach(() => void jest.useFakeTimers());
    afterEach(() => void jest.useRealTimers());

    test("waits five seconds at most for a file that never closes, and warns then", async () => {
        const note = jest.fn();
        const close = async (): Promise<void> => await new Promise(() => undefined);
        let isDone = false;
        const closing = closeHostFile({ options: {} as never, close }, { note } as never).then(() => (isDone = true));
        await jest.advanceTimersByTimeAsync(4_999);
        expect(isDone).toBe(false);
        await jest.advanceTimersByTimeAsync(1);
        await closing;
        expect(note).toHaveBeenCalledWith(expect.stringMatching(/^warning: close/));
    });
});
