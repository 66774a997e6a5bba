/** Tells the other tabs of this site that something has changed, and hears it from them. */
export class OtherTabs {
    private readonly channel =
        "BroadcastChannel" in globalThis ? new BroadcastChannel("identity-deletion-process") : undefined;

    public tell(): void {
        this.channel?.postMessage("changed");
    }

    /** Also when the person comes back to this page: another device may have changed something. */
    public onChange(listener: () => void): void {
        this.channel?.addEventListener("message", listener);
        document.addEventListener("visibilitychange", () => {
            if (document.visibilityState === "visible") listener();
        });
        window.addEventListener("pageshow", (event) => {
            if (event.persisted) listener();
        });
    }
}
