/** Calls back later. The lifecycle takes no other means of waiting, so that a simulation can bring its own time. */
export interface Timer {
    /** Calls back once, after about that many milliseconds (at most 2,147,483,647). What it gives calls it off. */
    after(milliseconds: number, callback: () => void): () => void;
}

/** What a platform's timer takes at most: a longer one would fire at once. */
export const maxTimerInMs = 2_147_483_647;

/** The timers that Node and browsers have. */
export const systemTimer: Timer = {
    after(milliseconds, callback) {
        const timeout = setTimeout(callback, milliseconds);
        return () => clearTimeout(timeout);
    }
};
