import type { Setting } from "./Setting";

export const identity: Setting = {
    flags: "--identity <address>",
    variable: "IDENTITY_DELETION_IDENTITY",
    description: "the address of the Identity that it is about",
    noun: "Identity"
};
