import type { CliEnvironment } from "./CliEnvironment";
import { wrapped } from "./wrapped";

type Colour = "red" | "yellow" | "green" | "dim";

const codes: Readonly<Record<Colour, number>> = { red: 31, yellow: 33, green: 32, dim: 2 };

/** The width of a terminal, and colours where it has them and `NO_COLOR` is not set. */
export class Style {
    private constructor(
        private readonly isColoured: boolean,
        public readonly width: number | undefined
    ) {}

    public static of(stream: unknown, variables: CliEnvironment["variables"]): Style {
        const { isTTY, columns } = stream as { isTTY?: boolean; columns?: number };
        if (isTTY !== true) return new Style(false, undefined);
        const isColoured = !variables.NO_COLOR && variables.TERM !== "dumb";
        return new Style(isColoured, columns !== undefined && columns >= 20 ? columns : undefined);
    }

    public line(text: string): string {
        return wrapped(text, this.width);
    }

    /** `text` is printable already: only the codes added here reach the terminal. */
    public coloured(text: string, colour: Colour): string {
        return this.isColoured ? `\u001b[${codes[colour]}m${text}\u001b[0m` : text;
    }
}
