import type { Logger } from "../../observability";
import type { Output } from "../Output";

export const logLevels = ["debug", "info", "warn", "error"] as const;

export type LogLevel = (typeof logLevels)[number];

export interface TerminalLog extends Logger {
    isSilent: boolean;
}

export function logLines(output: Output, lowest: LogLevel, now: () => string): TerminalLog {
    const writer = (level: LogLevel) => {
        return (sentence: unknown, fields: unknown): void => {
            if (log.isSilent || logLevels.indexOf(level) < logLevels.indexOf(lowest)) return;
            const { event, ...rest } = fields as Record<string, unknown>;
            const time = now();
            output.line(
                output.isJson
                    ? JSON.stringify({ time, level, message: sentence, event, ...rest })
                    : [time, level.toUpperCase().padEnd(5), sentence, ...Object.entries(rest).map(assignment)].join(" ")
            );
        };
    };
    const log: TerminalLog = {
        isSilent: false,
        debug: writer("debug"),
        info: writer("info"),
        warn: writer("warn"),
        error: writer("error")
    };
    return log;
}

function assignment([name, value]: [string, unknown]): string {
    return `${name}=${Array.isArray(value) ? value.join(",") : String(value)}`;
}
