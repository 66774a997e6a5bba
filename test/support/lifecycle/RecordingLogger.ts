import type { ILogger } from "@js-soft/logging-abstractions";

/** A host's logger that remembers what it was handed. */
export class RecordingLogger implements ILogger {
    public readonly entries: { readonly level: keyof ILogger; readonly messages: unknown[] }[] = [];

    public trace = this.recorderOf("trace");
    public debug = this.recorderOf("debug");
    public info = this.recorderOf("info");
    public warn = this.recorderOf("warn");
    public error = this.recorderOf("error");
    public fatal = this.recorderOf("fatal");

    private recorderOf(level: keyof ILogger): (...messages: unknown[]) => void {
        return (...messages) => void this.entries.push({ level, messages });
    }
}
