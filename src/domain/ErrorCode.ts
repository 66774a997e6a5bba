const namespace = "error.runtime.identityDeletionProcess";

/**
 * Every error code that this module answers with: the one catalogue.
 *
 * Callers compare `result.error.code` with these and never the message, which is for people and may change.
 * The first five are the codes that callers of an enmeshed Runtime already test for.
 */
export const ErrorCode = {
    /** Get active, cancel: no process of this Identity is active. Initiate: what was started is cancelled already, elsewhere. */
    noActiveIdentityDeletionProcess: `${namespace}.noActiveIdentityDeletionProcess`,
    /** Initiate: a process of this Identity is active or deleting. */
    activeIdentityDeletionProcessAlreadyExists: `${namespace}.activeIdentityDeletionProcessAlreadyExists`,
    /** Get: this Identity has no process of that id. Whether another Identity has one cannot be told from it. */
    recordNotFound: "error.runtime.recordNotFound",
    /** The request does not match its schema, or the grace period is outside the host's policy. Nothing was stored. */
    invalidPropertyValue: "error.runtime.validation.invalidPropertyValue",
    /** Anything unforeseen. The error's `cause` is what was thrown. */
    unknown: "error.runtime.unknown",
    /** Cancel: the grace period is over, or the deletion has begun. */
    gracePeriodHasExpired: `${namespace}.gracePeriodHasExpired`,
    /** Initiate: this Identity has been deleted and cannot start again. */
    identityIsDeleted: `${namespace}.identityIsDeleted`,
    /**
     * The store cannot be reached or cannot write: locked for too long, disk full, read-only, connection lost, closed.
     * Trying again later may succeed. After a write that ended so, ask again before you decide: it may have arrived.
     */
    storeUnavailable: `${namespace}.storeUnavailable`,
    /** The package of the database's driver is not installed: the error says which, and how to install it. */
    driverIsNotInstalled: `${namespace}.driverIsNotInstalled`,
    /** What the store holds cannot be read as ours. Trying again does not help; nothing was overwritten. */
    storeIsCorrupt: `${namespace}.storeIsCorrupt`,
    /** The store was written by a newer release of this module: update the software. Nothing was changed. */
    storeIsOfNewerVersion: `${namespace}.storeIsOfNewerVersion`,
    /** The store is used with a pseudonym key, and the host has set another or none: set that key. Nothing was changed. */
    pseudonymKeyIsWrong: `${namespace}.pseudonymKeyIsWrong`,
    /**
     * The host has set a pseudonym key, and the store was used without one, or its conversion was begun and not ended: run the
     * conversion. Nothing was changed.
     */
    storeIsNotConverted: `${namespace}.storeIsNotConverted`,
    /**
     * The Backbone cannot be reached, or what answers is not a Backbone. The state of the Identity is not
     * known: a command may have arrived, and the next call finds out. Trying again later may succeed.
     */
    authorityNotReachable: `${namespace}.authorityNotReachable`,
    /**
     * A command was sent and its answer was lost. The Backbone can be reached and does not show it, but it may still be on
     * its way. Ask again in a few seconds; until then it is not known whether a process is active.
     */
    outcomeIsNotKnownYet: `${namespace}.outcomeIsNotKnownYet`,
    /**
     * The Backbone no longer shows the open process of this Identity, and it is too early to conclude that it has ended: a
     * replica may be late, or a backup restored. Whether it is active is not known. Cancel sends its request all the same.
     */
    processIsInDoubt: `${namespace}.processIsInDoubt`,
    /** An open process was decided by another authority than the one in charge now. The host has to say what shall happen. */
    authorityHasChanged: `${namespace}.authorityHasChanged`,
    /**
     * The host wants to close or take over a process whose deletion has begun here: some of the data is gone. A lifecycle
     * on this store finishes it, whatever the present authority is.
     */
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
    /** Import: what is to be brought in is not whole, or would break a rule; the error says which record. Nothing was inserted. */
    importIsInvalid: `${namespace}.importIsInvalid`,
    /** Import: the store holds something else in the place of a record; the error says of which. */
    importIsInConflict: `${namespace}.importIsInConflict`
} as const;

export type ErrorCode = (typeof ErrorCode)[keyof typeof ErrorCode];

/** The code of an answered error: one of the catalogue, or, from a later release, any other. An editor completes the known ones. */
export type AnsweredErrorCode = ErrorCode | (string & {});
