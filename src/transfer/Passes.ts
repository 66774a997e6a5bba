import type { Pseudonyms } from "../application/pseudonym/Pseudonyms";
import type { Header, Trailer } from "./records/format";
import { type ReadRecord, readRecords } from "./records/readRecords";

export interface ImportProgress {
    /** `checking` the lines, `inserting` the records, `verifying` what the store then holds: each goes over all lines. */
    readonly step: "checking" | "inserting" | "verifying";
    readonly records: number;
}

interface Step {
    onHeader?: (header: Header) => Promise<void> | void;
    prepare: (read: ReadRecord) => Promise<(() => Promise<void>) | undefined>;
}

export class Passes {
    public constructor(
        private readonly lines: () => AsyncIterable<string>,
        private readonly batchSize: number,
        private readonly onProgress: ((progress: ImportProgress) => void) | undefined,
        private readonly pseudonyms?: Pseudonyms
    ) {}

    /** A batch runs concurrently. Of several failures, the first in the order of the lines is reported. */
    public async over(step: ImportProgress["step"], { onHeader, prepare }: Step): Promise<Trailer> {
        const batch: (() => Promise<void>)[] = [];
        let records = 0;
        const finish = async (): Promise<void> => {
            const outcomes = await Promise.allSettled(batch.splice(0).map(async (work) => await work()));
            const failed = outcomes.find((outcome) => outcome.status === "rejected");
            if (failed !== undefined) throw failed.reason;
            this.onProgress?.({ step, records });
        };
        const onRecord = async (read: ReadRecord): Promise<void> => {
            const work = await prepare(read);
            if (work !== undefined) batch.push(work);
            if (++records % this.batchSize === 0) await finish();
        };
        const trailer = await readRecords(this.lines(), { onHeader, onRecord }, this.pseudonyms);
        await finish();
        return trailer;
    }
}
