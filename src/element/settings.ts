/** What the host has set on the element, as the views need it. */
export interface ElementSettings {
    /** Lengths of the grace period in whole days that the person may choose. */
    readonly gracePeriod: {
        readonly minimumInDays: number;
        readonly defaultInDays: number;
        readonly maximumInDays: number;
    };
    /** What is deleted, a line each, in the person's language. */
    readonly deletedData: readonly string[];
    /** Absent: the person is not offered to download their data. */
    readonly downloadData: (() => unknown) | undefined;
    readonly address: string | undefined;
    readonly deviceId: string | undefined;
}
