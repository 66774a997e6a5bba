import { explore } from "../explore/explore";
import { worlds } from "../explore/World";

// A run that is left at a gate leaves the timers of its requests, which nothing waits for. The stacks of expected errors cost most of
// the time.
const { stackTraceLimit } = Error;
beforeAll(() => {
    jest.useFakeTimers({ doNotFake: ["nextTick", "queueMicrotask", "setImmediate", "performance", "Date"] });
    Error.stackTraceLimit = 0;
});
afterAll(() => {
    jest.useRealTimers();
    Error.stackTraceLimit = stackTraceLimit;
});

/** A small bound of `npm run explore`. */
describe.each(worlds.map((world) => ({ world, name: world.name })))("Every interleaving of $name", ({ world }) => {
    test("hurts nobody, up to a bound", async () => {
        const { violation, states } = await explore(world, { maxStates: 150 });
        expect(violation).toBeUndefined();
        expect(states).toBeGreaterThanOrEqual(150);
    });
});
