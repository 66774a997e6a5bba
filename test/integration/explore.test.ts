import { explore } from "../explore/explore";
import { worlds } from "../explore/World";

// A run that is left at a gate leaves the timers of its requests, which nothing waits for. The stacks of expected errors cost most of
// the time. Nothing in a world takes time.
const { stackTraceLimit } = Error;
beforeAll(() => {
    jest.useFakeTimers({ doNotFake: ["nextTick", "queueMicrotask", "setImmediate", "performance", "Date"] });
    jest.spyOn(performance, "now").mockReturnValue(0);
    Error.stackTraceLimit = 0;
});
afterAll(() => {
    jest.useRealTimers();
    jest.restoreAllMocks();
    Error.stackTraceLimit = stackTraceLimit;
});

const fromTheBeginning = worlds.filter(({ starts }) => starts === undefined);
const fromSituations = worlds.filter(({ starts }) => starts !== undefined);

/** A small bound of `npm run explore`. */
describe.each(fromTheBeginning.map((world) => ({ world, name: world.name })))(
    "Every interleaving of $name",
    ({ world }) => {
        test("hurts nobody, up to a bound", async () => {
            const { violation, states } = await explore(world, { maxStates: 150 });
            expect(violation).toBeUndefined();
            expect(states).toBeGreaterThanOrEqual(150);
        });
    }
);

describe.each(fromSituations.map((world) => ({ world, name: world.name })))(
    "In many situations: $name",
    ({ world }) => {
        test("a call does what it must, in every thirtieth of them", async () => {
            const starts = world.starts!.filter((_, index) => index % 30 === 0);
            const { violation, isExhausted } = await explore({ ...world, starts, faults: 0 }, { maxStates: 10_000 });
            expect(violation).toBeUndefined();
            expect(isExhausted).toBe(true);
        });
    }
);
