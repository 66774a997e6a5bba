/** The lifecycle's only way to wait, so that a simulation can bring its own time. */
export interface Timer {
    /** Calls back once, after about that many milliseconds (at most 2,147,483,647). Returns a function that cancels it. */
    after(milliseconds: number, callback: () => void): () => void;
}

export const systemTimer: Timer = {
    after(milliseconds, callback) {
        const timeout = setTimeout(callback, milliseconds);
        return () => clearTimeout(timeout);
    }
};
