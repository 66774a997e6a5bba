export { FixedClock } from "./FixedClock";
