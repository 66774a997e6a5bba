import type { CliEnvironment } from "./CliEnvironment";
import { wrapped } from "./wrapped";

type Colour = "red" | "yellow" | "green" | "dim";

const codes: Readonly<Record<Colour, number>> = { red: 31, yellow: 33, green: 32, dim: 2 };

/** How lines look at a terminal: its width, and colours where it has them and `NO_COLOR` is not set. */
export class Style {
    private constructor(
        private readonly isColoured: boolean,
        private readonly width: number | undefined
    ) {}

    /** Of the stream that is written to: one that is no terminal gets lines as they are. */
    public static of(stream: unknown, variables: CliEnvironment["variables"]): Style {
        const { isTTY, columns } = stream as { isTTY?: boolean; columns?: number };
        if (isTTY !== true) return new Style(false, undefined);
        const isColoured = !variables.NO_COLOR && variables.TERM !== "dumb";
        return new Style(isColoured, columns !== undefined && columns >= 20 ? columns : undefined);
    }

    public line(text: string): string {
        return wrapped(text, this.width);
    }

    /** `text` has been made printable: the only commands for the terminal are the ones that are added here. */
    public coloured(text: string, colour: Colour): string {
        return this.isColoured ? `\u001b[${codes[colour]}m${text}\u001b[0m` : text;
    }
}
