import { resolve } from "node:path";
import type { Setting } from "./Setting";

export const pseudonymKeyFile: Setting = {
    flags: "--pseudonym-key-file <file>",
    variable: "IDENTITY_DELETION_PSEUDONYM_KEY_FILE",
    description: "the file with the key that the database's pseudonyms are made with",
    noun: "pseudonym key file",
    read: (value, folder) => resolve(folder, value),
    harmIfFound: () => "the owner of that key can tell whose the records are"
};
