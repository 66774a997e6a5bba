import { ErrorCode } from "../domain/ErrorCode";
import { ApplicationError } from "../domain/tsUtils";
import { printableKey } from "../ports/recordKeys";

/** As far as it is known. No personal data. */
export interface RecordPlace {
    /** Counted from 1. */
    readonly line?: number;
    readonly key?: string;
    /** At most 20. */
    readonly keys?: readonly string[];
    /** Of an older Runtime's documents, counted from 1. */
    readonly document?: number;
    readonly processIds?: readonly string[];
}

const maxNamedRecords = 20;

/** Its message says which record and what is wrong, without personal data. */
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

    public static invalid(reason: string, place: RecordPlace = {}): TransferError {
        return new TransferError(ErrorCode.importIsInvalid, reason, place);
    }

    public static conflict(reason: string, place: RecordPlace = {}): TransferError {
        return new TransferError(ErrorCode.importIsInConflict, reason, place);
    }

    public static cannotExport(reason: string, place: RecordPlace): TransferError {
        return new TransferError(ErrorCode.storeIsCorrupt, reason, place);
    }

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
