/** Tells the other tabs of this site that something has changed, and hears it from them. */
export class OtherTabs {
    private readonly channel =
        "BroadcastChannel" in globalThis ? new BroadcastChannel("identity-deletion-process") : undefined;

    public tell(): void {
        this.channel?.postMessage("changed");
    }

    public onChange(listener: () => void): void {
        this.channel?.addEventListener("message", listener);
    }
}
