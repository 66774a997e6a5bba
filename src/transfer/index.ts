export { type EnmeshedImportOptions, importEnmeshedProcesses } from "./enmeshed/importEnmeshedProcesses";
export { type ExportOptions, exportRecords } from "./exportRecords";
export { type ImportOptions, type ImportProgress, importRecords, type ImportSummary } from "./importRecords";
export { linesOf } from "./linesOf";
export { type RecordPlace, TransferError } from "./TransferError";
