/** A value that can be given as an argument, in an environment variable, or in the config file, in this precedence. */
export interface Setting {
    /** As commander has it: `--database <file>`. */
    readonly flags: `--${string} <${string}>`;
    readonly variable: `IDENTITY_DELETION_${string}`;
    readonly description: string;
    /** What it is, to stand behind "No … is named". */
    readonly noun: string;
    /**
     * What a given value means where it was given: `folder` is the working directory, or the config file's own folder.
     * Absent: the value is taken as it is.
     */
    readonly read?: (value: string, folder: string) => string;
    /**
     * The harm that a file from another person in the working directory could do with this value; `undefined`: none. A
     * config file that was found, and not named, must not set a value that does harm. Absent: no value does.
     */
    readonly harmIfFound?: (value: string) => string | undefined;
}
