/** Given as an argument, in an environment variable, or in the config file, in this precedence. */
export interface Setting {
    readonly flags: `--${string} <${string}>`;
    readonly variable: `IDENTITY_DELETION_${string}`;
    readonly description: string;
    /** Completes "No … is named". */
    readonly noun: string;
    /** Resolves a value in `folder`: the working directory, or the config file's own. */
    readonly read?: (value: string, folder: string) => string;
    /** What a file from another person in the working directory could do with this value; `undefined`: no harm. */
    readonly harmIfFound?: (value: string) => string | undefined;
}
