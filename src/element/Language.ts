import { de } from "./strings/de";
import { en } from "./strings/en";
import type { Strings } from "./strings/Strings";

export const languageNames: Readonly<Record<string, string>> = { en: "English", de: "Deutsch" };

const stringsOf: Readonly<Record<string, Strings>> = { de, en };

export class Language {
    public readonly strings: Strings;
    public readonly locale: string;

    private readonly longDate: Intl.DateTimeFormat;
    private readonly shortDate: Intl.DateTimeFormat;
    private readonly list: Intl.ListFormat;

    public constructor(
        languages: readonly string[],
        public readonly headingLevel = 2
    ) {
        this.locale = languages.find((tag) => nameOf(tag) in stringsOf) ?? "en";
        this.strings = stringsOf[nameOf(this.locale)]!;
        this.longDate = new Intl.DateTimeFormat(this.locale, { dateStyle: "full", timeStyle: "short" });
        this.shortDate = new Intl.DateTimeFormat(this.locale, { dateStyle: "medium", timeStyle: "short" });
        this.list = new Intl.ListFormat(this.locale, { style: "long", type: "conjunction" });
    }

    public get name(): string {
        return nameOf(this.locale);
    }

    public inFull(moment: number): string {
        return this.longDate.format(moment);
    }

    public inShort(moment: number): string {
        return this.shortDate.format(moment);
    }

    public days(count: number): string {
        return this.unit(count, "day");
    }

    /** The two greatest units, rounded down: "13 days and 23 hours". */
    public duration(milliseconds: number): string {
        const minutes = Math.max(0, Math.floor(milliseconds / 60_000));
        const parts: [number, string][] = [
            [Math.floor(minutes / 1440), "day"],
            [Math.floor(minutes / 60) % 24, "hour"],
            [minutes % 60, "minute"]
        ];
        const first = parts.findIndex(([count]) => count > 0);
        const shown = first === -1 ? [[0, "minute"] as [number, string]] : parts.slice(first, first + 2);
        const nonZero = shown.filter(([count], position) => count > 0 || position === 0);
        return this.list.format(nonZero.map(([count, unit]) => this.unit(count, unit)));
    }

    private unit(count: number, unit: string): string {
        return new Intl.NumberFormat(this.locale, { style: "unit", unit, unitDisplay: "long" }).format(count);
    }
}

export function fill(text: string, values: Readonly<Record<string, string | number>>): string {
    return text.replace(/\{(\w+)\}/g, (_whole, name: string) => String(values[name]));
}

function nameOf(tag: string): string {
    return tag.toLowerCase().split("-")[0];
}
