/** As much of `ILogger` of `@js-soft/logging-abstractions` as is used. */
export interface Logger {
    debug(...messages: unknown[]): void;
    info(...messages: unknown[]): void;
    warn(...messages: unknown[]): void;
    error(...messages: unknown[]): void;
}

export interface LoggerFactory {
    getLogger(name: string): Logger;
}
