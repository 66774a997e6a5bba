import { FixedClock } from "identity-deletion-process/testing";

/** The machine's time, and what a story adds to it. */
export class SystemClock {
    #ahead = { milliseconds: 0 };

    now() {
        const clock = new FixedClock(new Date().toISOString());
        clock.advance(this.#ahead);
        return clock.now();
    }

    advance({ days = 0, milliseconds = 0 }) {
        this.#ahead = { milliseconds: this.#ahead.milliseconds + days * 86_400_000 + milliseconds };
    }
}
