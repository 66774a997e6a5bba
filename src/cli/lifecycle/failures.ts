import type { DeletionFailure } from "../../lifecycle";
import { lazily } from "../lazily";

export type ShownFailure = Pick<DeletionFailure, "step"> & {
    readonly deleter: string | null;
    readonly error: string;
    readonly reason?: string;
};

const othersAs: Readonly<Record<Exclude<DeletionFailure["step"], "deleter">, string>> = {
    finalNotice: "the notifier",
    completion: "completing it"
};

export function shownFailures(failures: readonly DeletionFailure[], showReasons: boolean): ShownFailure[] {
    return failures.map(({ step, deleter, reason }) => {
        const error = lazily.publicFields().errorNameOf(/^\w+(?=: )/.exec(reason)?.[0]);
        return { step, deleter: deleter ?? null, error, ...(showReasons ? { reason } : {}) };
    });
}

export function failurePhrase({ step, deleter, error, reason }: ShownFailure): string {
    return `${step === "deleter" ? deleter! : othersAs[step]} (${reason ?? error})`;
}
