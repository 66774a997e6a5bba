import type { DocumentMap } from "../adapters/docdb/index";
import type { IdentityDeletionProcessDTO } from "../application/IdentityDeletionProcessDTO";

const entry = "uploaded";

/** Which documents the datawallet is known to hold: a Runtime forgets for good a change whose upload has failed. */
export class Uploads {
    /** Written once more since the upload failed, and not uploaded yet. */
    private readonly writtenAgain = new Map<string, string>();
    private noted: readonly IdentityDeletionProcessDTO[] = [];

    private constructor(
        private readonly map: DocumentMap,
        private readonly uploaded: Record<string, string>,
        private mayBeLost: boolean
    ) {}

    /** Where nothing was noted before, the Runtime is assumed to have uploaded what it has; at a restart that is known. */
    public static async open(map: DocumentMap, present: readonly IdentityDeletionProcessDTO[]): Promise<Uploads> {
        const noted = (await map.get(entry)) as Record<string, string> | null | undefined;
        if (noted !== null && noted !== undefined) return new Uploads(map, noted, true);
        const contents = contentsOf(present);
        await map.set(entry, contents);
        return new Uploads(map, contents, false);
    }

    public isLost(process: IdentityDeletionProcessDTO): boolean {
        if (!this.mayBeLost) return false;
        const content = contentOf(process);
        return this.uploaded[process.id] !== content && this.writtenAgain.get(process.id) !== content;
    }

    public get mayHaveFailed(): boolean {
        return this.mayBeLost;
    }

    public noteWrittenAgain(process: IdentityDeletionProcessDTO): void {
        this.writtenAgain.set(process.id, contentOf(process));
    }

    public noteFailure(): void {
        this.mayBeLost = true;
        this.writtenAgain.clear();
    }

    /** `present` are the same objects as before, in their places, where nothing has changed. */
    public async noteSuccess(present: readonly IdentityDeletionProcessDTO[]): Promise<void> {
        this.mayBeLost = false;
        this.writtenAgain.clear();
        if (this.noted === present) return;
        let isNews = false;
        for (let index = 0; index < present.length; index++) {
            const process = present[index];
            if (process === this.noted[index]) continue;
            const content = contentOf(process);
            if (this.uploaded[process.id] === content) continue;
            this.uploaded[process.id] = content;
            isNews = true;
        }
        if (isNews) await this.map.set(entry, this.uploaded);
        this.noted = present;
    }
}

function contentsOf(processes: readonly IdentityDeletionProcessDTO[]): Record<string, string> {
    return Object.fromEntries(processes.map((process) => [process.id, contentOf(process)]));
}

function contentOf({ status, gracePeriodEndsAt, cancelledAt, cancelledByDevice }: IdentityDeletionProcessDTO): string {
    return [status, gracePeriodEndsAt, cancelledAt, cancelledByDevice].join(" ");
}
