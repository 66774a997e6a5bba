import { ErrorCode } from "../domain/ErrorCode";
import { ApplicationError } from "../domain/tsUtils";

/** Which record an error is about, as far as it is known. None of it names a person. */
export interface RecordPlace {
    /** Counted from 1. */
    readonly line?: number;
    /** The record's `key`. */
    readonly key?: string;
    /** Which of an older Runtime's documents, counted from 1. */
    readonly document?: number;
    readonly processIds?: readonly string[];
}

/** Why records were not moved. Its message says which record and what is wrong, and holds no personal data. */
export class TransferError extends ApplicationError {
    public override readonly name = "TransferError";

    private constructor(
        code: ErrorCode,
        reason: string,
        public readonly place: RecordPlace
    ) {
        super(
            code,
            `${placeInWords(place)}${reason}.`.replace(/^./, (letter) => letter.toUpperCase())
        );
    }

    /** What is to be imported is not whole, or would break a rule. Nothing was imported. */
    public static invalid(reason: string, place: RecordPlace = {}): TransferError {
        return new TransferError(ErrorCode.importIsInvalid, reason, place);
    }

    /** It contradicts what the store holds. */
    public static conflict(reason: string, place: RecordPlace = {}): TransferError {
        return new TransferError(ErrorCode.importIsInConflict, reason, place);
    }

    /** What the store to export from holds is not what may be exported. */
    public static cannotExport(reason: string, place: RecordPlace = {}): TransferError {
        return new TransferError(ErrorCode.storeIsCorrupt, reason, place);
    }
}

function placeInWords({ line, key, document, processIds }: RecordPlace): string {
    const parts = [
        line === undefined ? [] : [`line ${line}`],
        key === undefined ? [] : [`record ${key}`],
        document === undefined ? [] : [`document ${document}`],
        processIds ?? []
    ].flat();
    return parts.length === 0 ? "" : `${parts.join(", ")}: `;
}
