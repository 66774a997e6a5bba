/** Whether a synchronisation is the one that a use case begins after a command: if it fails, the command has not. */
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
