export { PseudonymKey } from "./PseudonymKey";
export { pseudonymize, type PseudonymizationOutcome, type PseudonymizationOptions } from "./pseudonymize";
