const namespace = "error.runtime.identityDeletionProcess";

/** Compare `error.code` with these, never the message, which may change. The first five are an enmeshed Runtime's own. */
export const ErrorCode = {
    /** Get active, cancel: no process of this Identity is active. Initiate: another device has cancelled it already. */
    noActiveIdentityDeletionProcess: `${namespace}.noActiveIdentityDeletionProcess`,
    /** Initiate: a process of this Identity is active or deleting. */
    activeIdentityDeletionProcessAlreadyExists: `${namespace}.activeIdentityDeletionProcessAlreadyExists`,
    /** Get: this Identity has no process of that id, whether or not another has. */
    recordNotFound: "error.runtime.recordNotFound",
    /** The request does not match its schema, or the grace period is outside the host's policy. Nothing was stored. */
    invalidPropertyValue: "error.runtime.validation.invalidPropertyValue",
    /** Anything unforeseen; see the error's `cause`. */
    unknown: "error.runtime.unknown",
    /** Cancel: the grace period is over, or the deletion has begun. */
    gracePeriodHasExpired: `${namespace}.gracePeriodHasExpired`,
    /** Initiate: this Identity has been deleted and cannot start again. */
    identityIsDeleted: `${namespace}.identityIsDeleted`,
    /** The store cannot be reached or cannot write. A write may have arrived: ask again before you decide. */
    storeUnavailable: `${namespace}.storeUnavailable`,
    /** The package of the database's driver is not installed: the error says which, and how to install it. */
    driverIsNotInstalled: `${namespace}.driverIsNotInstalled`,
    /** What the store holds cannot be read as ours. Trying again does not help; nothing was overwritten. */
    storeIsCorrupt: `${namespace}.storeIsCorrupt`,
    /** The store was written by a newer release of this module: update the software. Nothing was changed. */
    storeIsOfNewerVersion: `${namespace}.storeIsOfNewerVersion`,
    /** The store is used with a pseudonym key, and the host has set another or none: set that key. Nothing was changed. */
    pseudonymKeyIsWrong: `${namespace}.pseudonymKeyIsWrong`,
    /** The host has a pseudonym key, and the store none or an unfinished conversion: run it. Nothing was changed. */
    storeIsNotConverted: `${namespace}.storeIsNotConverted`,
    /** The Backbone cannot be reached, or what answers is none. A command may have arrived: the next call finds out. */
    authorityNotReachable: `${namespace}.authorityNotReachable`,
    /** A command's answer was lost, and it may still be on its way. Ask again in a few seconds. */
    outcomeIsNotKnownYet: `${namespace}.outcomeIsNotKnownYet`,
    /** The Backbone no longer shows the open process, but it may still be active. Cancelling is sent all the same. */
    processIsInDoubt: `${namespace}.processIsInDoubt`,
    /** An open process was decided by another authority than the one in charge now. The host has to say what shall happen. */
    authorityHasChanged: `${namespace}.authorityHasChanged`,
    /** Close, take over: the deletion has begun here, and some data is gone. Only a lifecycle can finish it. */
    deletionHasBegun: `${namespace}.deletionHasBegun`,
    /** The Backbone allows no more for now; the error says until when, if the Backbone did. Nothing was changed. */
    quotaExhausted: `${namespace}.quotaExhausted`,
    /** The Backbone forbids this device or Identity what was asked. Nothing was changed. */
    forbidden: `${namespace}.forbidden`,
    /** The Backbone knows no such user name and password, and the Identity is not deleted. Nothing was changed. */
    invalidCredentials: `${namespace}.invalidCredentials`,
    /** After too many wrong passwords the Backbone lets this device log in again in ten minutes. Nothing was changed. */
    logInIsLocked: `${namespace}.logInIsLocked`,
    /** The device was removed from its Identity, on another device. Nothing was changed. */
    deviceWasRemoved: `${namespace}.deviceWasRemoved`,
    /** Import: something is not whole, or would break a rule; the error says which record. Nothing was inserted. */
    importIsInvalid: `${namespace}.importIsInvalid`,
    /** Import: the store holds something else in the place of a record; the error says of which. */
    importIsInConflict: `${namespace}.importIsInConflict`
} as const;

export type ErrorCode = (typeof ErrorCode)[keyof typeof ErrorCode];

/** The code of an answered error: one of the catalogue, or, from a later release, any other. Editors complete the former. */
export type AnsweredErrorCode = ErrorCode | (string & {});
