export {
    type EnmeshedImportOptions,
    importEnmeshedProcesses,
    type ImportedAuthority
} from "./enmeshed/importEnmeshedProcesses";
export { type ExportOptions, exportRecords } from "./exportRecords";
export { type ImportOptions, importRecords, type ImportSummary } from "./importRecords";
export type { ImportProgress } from "./Passes";
export { linesOf } from "./linesOf";
export { type RecordPlace, TransferError } from "./TransferError";
