export type { ContractDatabase, ContractRunner, ContractSubject } from "./contract/ContractSubject";
export { persistenceContract } from "./contract/persistenceContract";
export { FixedClock } from "./FixedClock";
