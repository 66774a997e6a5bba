import type { Strings } from "./Strings";

export const en: Strings = {
    identity: "Identity",
    language: "Language",
    copy: "Copy",
    copyAddress: "Copy the address",
    copied: "The address has been copied.",
    notCopied: "The address could not be copied.",
    loading: "Loading …",

    offer: {
        heading: "Delete your Identity?",
        introduction: "Nothing is deleted today: you first get time to change your mind.",
        whatWillHappen: "What will happen",
        whatIsDeleted: "What is deleted",
        download: "Download my data first",
        steps: [
            { title: "Today", text: "The grace period starts. You can use everything as before." },
            { title: "Until it ends", text: "You can keep your Identity at any time, with one click, on this page." },
            {
                title: "When it ends",
                text: "Your Identity and all its data are deleted for good. Nobody can restore them."
            }
        ],
        length: "How long should the grace period be?",
        suggested: "suggested",
        anotherLength: "Another length",
        days: "Number of days",
        bounds: "A whole number from {minimum} to {maximum}.",
        endsOn: "It would end on {date}.",
        proceed: "Continue …"
    },

    confirm: {
        heading: "Are you sure?",
        summary: "Your Identity will be deleted for good on {date}.",
        canChangeMind: "Until then ({length}) you can change your mind.",
        word: "DELETE",
        typeTheWord: "To confirm, type the word {word}",
        hint: "Capital or small letters, both will do.",
        wordIsMissing: "Type the word {word} first. Nothing has been started.",
        start: "Start the deletion",
        back: "Go back"
    },

    running: {
        heading: "Your Identity will be deleted",
        endsOn: "On {date} it is deleted for good.",
        untilThen: "Until then you can use everything as before, and change your mind.",
        timeLeft: "Time left",
        left: "{time} left",
        units: { days: "days", hours: "hours", minutes: "min", seconds: "sec" },
        keep: "Keep my Identity"
    },

    staying: {
        heading: "You are staying",
        unchanged: "Nothing has been deleted, and nothing will be.",
        cancelled: "The deletion has been cancelled. Nothing has been deleted.",
        afterAll: "Delete my Identity after all"
    },

    over: {
        heading: "The grace period is over",
        text: "The deletion begins any moment. It can no longer be stopped."
    },
    deleting: {
        heading: "Your Identity is being deleted",
        text: "This takes a while, and can no longer be stopped. You may close this page."
    },
    deleted: {
        heading: "Your Identity has been deleted",
        text: "All its data are gone. There is nothing left that you have to do."
    },

    failure: {
        heading: "That did not work",
        retry: "Try again",
        storeUnavailable:
            "This browser does not let the page read or store anything right now. A private window, a full disk or a setting may be the reason.",
        storeIsCorrupt: "What this browser has stored cannot be read. Please ask for support; nothing was changed.",
        storeIsOfNewerVersion: "A newer version of this page has been here. Please load the page again.",
        other: "Something unforeseen went wrong. Please try again."
    },

    notices: {
        started: "The grace period has started.",
        startedElsewhere: "The deletion was started in another window or on another device.",
        keptElsewhere: "The deletion was cancelled in another window or on another device. You keep your Identity.",
        changedElsewhere: "Something has changed in another window or on another device. This is how it stands now.",
        startLost:
            "Another window or device was faster: the deletion has been started there already. It runs only once.",
        keepLost: "Another window or device was faster: the deletion has been cancelled there already.",
        keepTooLate: "The grace period is over. The deletion can no longer be stopped.",
        alreadyDeleted: "This Identity has been deleted already.",
        notStored: "It is not certain that this was stored. The page shows what holds now.",
        lengthNotAllowed: "This length is not allowed. Nothing has been started."
    },

    history: {
        heading: "History",
        started: "Started",
        ends: "Ends",
        wouldHaveEnded: "Would have ended",
        ended: "Grace period ended",
        cancelled: "Cancelled",
        onThisDevice: "on this device",
        onAnotherDevice: "on another device",
        unknownTime: "not known",
        statuses: {
            Active: "Grace period",
            Cancelled: "Cancelled",
            Deleting: "Being deleted",
            Deleted: "Deleted",
            WaitingForApproval: "Waiting for approval",
            Rejected: "Rejected"
        }
    }
};
