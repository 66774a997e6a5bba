import { ErrorCode } from "../domain/ErrorCode";
import { ApplicationError } from "../domain/tsUtils";
import { printableKey } from "../ports/recordKeys";

/** Which record an error is about, as far as it is known. No personal data. */
export interface RecordPlace {
    /** Counted from 1. */
    readonly line?: number;
    /** The record's `key`. */
    readonly key?: string;
    /** The keys of several records, at most 20. */
    readonly keys?: readonly string[];
    /** Which of an older Runtime's documents, counted from 1. */
    readonly document?: number;
    readonly processIds?: readonly string[];
}

const maxNamedRecords = 20;

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

    /** The import is not complete, or would break a rule. Nothing was imported. */
    public static invalid(reason: string, place: RecordPlace = {}): TransferError {
        return new TransferError(ErrorCode.importIsInvalid, reason, place);
    }

    /** It contradicts what the store holds. */
    public static conflict(reason: string, place: RecordPlace = {}): TransferError {
        return new TransferError(ErrorCode.importIsInConflict, reason, place);
    }

    /** The store to export from holds what cannot be exported. */
    public static cannotExport(reason: string, place: RecordPlace = {}): TransferError {
        return new TransferError(ErrorCode.storeIsCorrupt, reason, place);
    }

    /** Records of the store that cannot be read, at least one. Names the first 20. */
    public static unreadable(records: readonly { readonly key: string; readonly unreadable: string }[]): TransferError {
        const named = records.slice(0, maxNamedRecords);
        const inWords = named.map(({ key, unreadable }) => `${printableKey(key)} (${unreadable.replace(/\.$/, "")})`);
        const more = records.length > named.length ? `, and ${records.length - named.length} more` : "";
        const what = records.length === 1 ? "this record cannot be read" : `${records.length} records cannot be read`;
        return new TransferError(ErrorCode.storeIsCorrupt, `${what}: ${inWords.join(", ")}${more}`, {
            ...(records.length === 1 ? { key: records[0].key } : {}),
            keys: named.map(({ key }) => key)
        });
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
