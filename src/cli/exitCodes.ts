import { ErrorCode } from "../domain/ErrorCode";

/** The help page says what each means. */
export const ExitCode = {
    done: 0,
    unforeseen: 1,
    usage: 2,
    refused: 3,
    unavailable: 4,
    incomplete: 5,
    /** As shells have it: 128 + SIGINT. */
    interrupted: 130
} as const;

export type ExitCode = (typeof ExitCode)[keyof typeof ExitCode];

interface Answer {
    readonly exitCode: ExitCode;
    readonly next?: string;
}

const answers: Readonly<Record<ErrorCode, Answer>> = {
    [ErrorCode.unknown]: { exitCode: ExitCode.unforeseen },
    [ErrorCode.invalidPropertyValue]: { exitCode: ExitCode.usage, next: "run `identity-deletion --help`" },
    [ErrorCode.noActiveIdentityDeletionProcess]: {
        exitCode: ExitCode.refused,
        next: "run `identity-deletion identityDeletion list` to see what there was"
    },
    [ErrorCode.activeIdentityDeletionProcessAlreadyExists]: {
        exitCode: ExitCode.refused,
        next: "run `identity-deletion identityDeletion cancel` first, or `identity-deletion identity status` to see it"
    },
    [ErrorCode.recordNotFound]: {
        exitCode: ExitCode.refused,
        next: "run `identity-deletion identityDeletion list` to see which there are"
    },
    [ErrorCode.gracePeriodHasExpired]: {
        exitCode: ExitCode.refused,
        next: "run `identity-deletion identity status` to see when it ended"
    },
    [ErrorCode.identityIsDeleted]: {
        exitCode: ExitCode.refused,
        next: "nothing is left to delete"
    },
    [ErrorCode.storeUnavailable]: {
        exitCode: ExitCode.unavailable,
        next: "check the path or the address, the permissions and the free space, then try again"
    },
    [ErrorCode.driverIsNotInstalled]: {
        exitCode: ExitCode.unavailable,
        next: "install it in the folder that identity-deletion-process is installed in; nothing was changed"
    },
    [ErrorCode.storeIsCorrupt]: {
        exitCode: ExitCode.unavailable,
        next: "nothing was overwritten: check that the path is right, or restore a backup"
    },
    [ErrorCode.storeIsOfNewerVersion]: {
        exitCode: ExitCode.unavailable,
        next: "update identity-deletion-process; nothing was changed"
    },
    [ErrorCode.pseudonymKeyIsWrong]: {
        exitCode: ExitCode.unavailable,
        next: "name the key file that the database is used with: --pseudonym-key-file; nothing was changed"
    },
    [ErrorCode.storeIsNotConverted]: {
        exitCode: ExitCode.unavailable,
        next: "stop every host, then run `identity-deletion database pseudonymize` with the same key file"
    },
    [ErrorCode.authorityNotReachable]: {
        exitCode: ExitCode.unavailable,
        next: "check the Backbone's address and the connection, then run `identity-deletion identity status`"
    },
    [ErrorCode.outcomeIsNotKnownYet]: {
        exitCode: ExitCode.unavailable,
        next: "wait a few seconds, then run `identity-deletion identity status`"
    },
    [ErrorCode.processIsInDoubt]: {
        exitCode: ExitCode.unavailable,
        next: "run `identity-deletion identity status` again later; `identity-deletion identityDeletion cancel` sends its request all the same"
    },
    [ErrorCode.deletionHasBegun]: {
        exitCode: ExitCode.refused,
        next: "run `identity-deletion lifecycle run` on this database: it finishes what has begun"
    },
    [ErrorCode.authorityHasChanged]: {
        exitCode: ExitCode.refused,
        next: "the open process was decided by another authority: use the one that it began with"
    },
    [ErrorCode.quotaExhausted]: { exitCode: ExitCode.refused, next: "try again later" },
    [ErrorCode.forbidden]: { exitCode: ExitCode.refused, next: "check whose credentials these are" },
    [ErrorCode.importIsInvalid]: {
        exitCode: ExitCode.usage,
        next: "nothing was imported: export it again, or correct what is named"
    },
    [ErrorCode.importIsInConflict]: {
        exitCode: ExitCode.refused,
        next: "import into an empty database, or remove the record that is named from one of the two"
    },
    [ErrorCode.invalidCredentials]: { exitCode: ExitCode.refused, next: "check the user name and the password" },
    [ErrorCode.logInIsLocked]: { exitCode: ExitCode.refused, next: "wait ten minutes, then check the password" },
    [ErrorCode.deviceWasRemoved]: { exitCode: ExitCode.refused, next: "use a device that the Identity still has" }
};

export function answerTo(code: string): Answer {
    return Object.hasOwn(answers, code) ? answers[code as ErrorCode] : answers[ErrorCode.unknown];
}
