import type { Setting } from "./Setting";

export const device: Setting = {
    flags: "--device <id>",
    variable: "IDENTITY_DELETION_DEVICE",
    description: "the id of the Device that is written down; needed by init and cancel",
    noun: "Device"
};
