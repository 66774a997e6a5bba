export {
    defineIdentityDeletionElement,
    IdentityDeletionElement,
    type ProcessesSource
} from "./IdentityDeletionElement";
export type { ElementSettings } from "./settings";
