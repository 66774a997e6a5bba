export interface ElementSettings {
    readonly gracePeriod: {
        readonly minimumInDays: number;
        readonly defaultInDays: number;
        readonly maximumInDays: number;
    };
    readonly deletedData: readonly string[];
    readonly downloadData: (() => unknown) | undefined;
    readonly address: string | undefined;
    readonly deviceId: string | undefined;
}
