import { element, svg } from "./dom";
import { fill, type Language } from "./Language";

interface CountdownCallbacks {
    onEnd(): void;
    announce(text: string): void;
}

const second = 1000;
const minute = 60 * second;
const hour = 60 * minute;
const day = 24 * hour;

/** A screen reader that says every second says nothing else. */
const saidAloudAt = [day, hour, 10 * minute, minute];

/** A ring and digits; for people who listen, a sentence that changes by the minute. */
export class Countdown {
    public readonly element: HTMLElement;

    private readonly digits: HTMLElement[];
    private readonly names: HTMLElement[];
    private readonly units: string[];
    private readonly sentence = element("span", { class: "visually-hidden" });
    private readonly ring = svg("circle", { class: "left", cx: 60, cy: 60, r: 54, pathLength: 100 });
    private timer: ReturnType<typeof setTimeout> | undefined;
    private left = Infinity;

    public constructor(
        private readonly language: Language,
        private readonly period: { began: number; ends: number },
        private readonly callbacks: CountdownCallbacks
    ) {
        const { timeLeft, units } = language.strings.running;
        this.units = [units.days, units.hours, units.minutes, units.seconds];
        this.digits = [element("span"), element("span")];
        this.names = [element("small"), element("small")];
        const labelled = this.digits.map((digits, position) =>
            element("span", { class: "unit" }, digits, this.names[position])
        );
        this.element = element(
            "div",
            { class: "countdown", role: "timer", "aria-label": timeLeft },
            svg(
                "svg",
                { viewBox: "0 0 120 120", "aria-hidden": "true" },
                svg("circle", { cx: 60, cy: 60, r: 54 }),
                this.ring
            ),
            element("div", { class: "digits", "aria-hidden": "true" }, ...labelled),
            this.sentence
        );
        document.addEventListener("visibilitychange", this.tick);
        this.tick();
    }

    public stop(): void {
        clearTimeout(this.timer);
        document.removeEventListener("visibilitychange", this.tick);
    }

    private readonly tick = (): void => {
        clearTimeout(this.timer);
        const { began, ends } = this.period;
        const before = this.left;
        this.left = Math.max(0, ends - Date.now());
        this.show((100 * this.left) / Math.max(1, ends - began));

        const passed = saidAloudAt.find((mark) => before > mark && this.left <= mark && before !== Infinity);
        if (passed !== undefined) this.callbacks.announce(this.inWords());
        if (this.left === 0) {
            this.stop();
            this.callbacks.onEnd();
        } else if (document.visibilityState === "visible") {
            this.timer = setTimeout(this.tick, this.left % second || second);
        }
    };

    private show(percentLeft: number): void {
        const { left } = this;
        const seconds = Math.ceil(left / second);
        const values = [seconds / 86_400, (seconds / 3600) % 24, (seconds / 60) % 60, seconds % 60].map(Math.floor);
        // Days while there are days, hours on the last one, and minutes and seconds in the last hour, which alone is urgent.
        const first = seconds >= 86_400 ? 0 : seconds >= 3600 ? 1 : 2;
        [0, 1].forEach((position) => {
            this.digits[position].textContent = String(values[first + position]);
            this.names[position].textContent = this.units[first + position];
        });
        this.element.classList.toggle("urgent", first === 2);
        this.ring.setAttribute("stroke-dasharray", `${Math.min(100, percentLeft).toFixed(2)} 100`);
        const words = this.inWords();
        if (this.sentence.textContent !== words) this.sentence.textContent = words;
    }

    private inWords(): string {
        return fill(this.language.strings.running.left, { time: this.language.duration(this.left) });
    }
}
