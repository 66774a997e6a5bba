export class SerialQueue {
    private last: Promise<unknown> = Promise.resolve();

    public run<T>(work: () => Promise<T>): Promise<T> {
        const result = this.last.then(work);
        this.last = result.catch(nothing);
        return result;
    }
}

const nothing = (): undefined => undefined;
