import { ErrorCode } from "../domain/ErrorCode";
import type { Messages } from "./Messages";

export const en: Messages = {
    [ErrorCode.noActiveIdentityDeletionProcess]: "No deletion is running. There is nothing to cancel.",
    [ErrorCode.activeIdentityDeletionProcessAlreadyExists]: "The deletion has already been started. It runs only once.",
    [ErrorCode.recordNotFound]: "This deletion is not known.",
    [ErrorCode.invalidPropertyValue]: "This length is not allowed. Nothing has been started.",
    [ErrorCode.unknown]: "Something unforeseen went wrong. Please try again.",
    [ErrorCode.gracePeriodHasExpired]: "The grace period is over. The deletion can no longer be stopped.",
    [ErrorCode.identityIsDeleted]: "This Identity has already been deleted.",
    [ErrorCode.storeUnavailable]:
        "Nothing can be read or stored at the moment. Please try again later; then check what holds.",
    [ErrorCode.driverIsNotInstalled]: "This app is not set up completely. Please contact support.",
    [ErrorCode.storeIsCorrupt]: "What is stored cannot be read. Please contact support. Nothing has been changed.",
    [ErrorCode.storeIsOfNewerVersion]: "A newer version of this app has been in use here. Please update the app.",
    [ErrorCode.pseudonymKeyIsWrong]:
        "This app is not set up correctly. Please contact support. Nothing has been changed.",
    [ErrorCode.storeIsNotConverted]:
        "This app is not set up correctly. Please contact support. Nothing has been changed.",
    [ErrorCode.authorityNotReachable]:
        "The server cannot be reached. Please check the connection; then check what holds.",
    [ErrorCode.outcomeIsNotKnownYet]:
        "It is not certain yet whether this has arrived. Please look again in a few seconds.",
    [ErrorCode.processIsInDoubt]:
        "It is not certain at the moment whether the deletion is still running. Please look again later.",
    [ErrorCode.authorityHasChanged]: "The deletion was started with another server. Please contact support.",
    [ErrorCode.deletionHasBegun]: "The deletion has begun. It can no longer be stopped.",
    [ErrorCode.quotaExhausted]: "This is not possible again yet. Please try again later.",
    [ErrorCode.forbidden]: "This is not allowed on this device.",
    [ErrorCode.invalidCredentials]: "The server does not accept this login.",
    [ErrorCode.logInIsLocked]: "Logging in is locked for now. Please try again later.",
    [ErrorCode.deviceWasRemoved]: "This device has been removed from the Identity.",
    [ErrorCode.importIsInvalid]: "The file cannot be imported. Nothing has been changed.",
    [ErrorCode.importIsInConflict]: "The file does not match what is already stored."
};
