import type { Life } from "./Life";

/** One number for everything that happened, in its order: two runs of one seed return the same. */
export class Digest {
    private state = 0x811c9dc5;

    public add(life: Life, text: string): void {
        this.mix(`${life.time.present} ${life.name} ${text}\n`);
    }

    public toString(): string {
        return (this.state >>> 0).toString(16).padStart(8, "0");
    }

    private mix(text: string): void {
        let state = this.state;
        for (let index = 0; index < text.length; index++) {
            state = Math.imul(state ^ text.charCodeAt(index), 0x01000193);
        }
        this.state = state;
    }
}
