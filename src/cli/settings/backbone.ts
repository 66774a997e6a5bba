import type { Setting } from "./Setting";

export const backbone: Setting = {
    flags: "--backbone <url>",
    variable: "IDENTITY_DELETION_BACKBONE",
    description: "the Backbone that decides, if there is one; https, or http on this machine",
    noun: "Backbone",
    harmIfFound: () => "it would be sent your secrets"
};
