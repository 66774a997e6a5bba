import type { GracePeriodOptions } from "../domain/GracePeriodPolicy";

export interface ElementSettings {
    readonly gracePeriod: Readonly<Required<GracePeriodOptions>>;
    readonly deletedData: readonly string[];
    readonly downloadData: (() => unknown) | undefined;
    readonly address: string | undefined;
    readonly deviceId: string | undefined;
}
