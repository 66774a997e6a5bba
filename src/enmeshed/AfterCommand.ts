/**
 * Whether a synchronisation is the one that the Runtime's use case begins right after a command. The command has succeeded by
 * then: if the upload fails, the caller is not told that the command has failed.
 */
export class AfterCommand {
    private isNext = false;

    public begin(): void {
        this.isNext = true;
        // The use case goes on before any timer: later synchronisations are of others.
        setTimeout(() => (this.isNext = false), 0);
    }

    public end(): boolean {
        const { isNext } = this;
        this.isNext = false;
        return isNext;
    }
}
