/** `{name}` in a string is filled in. */
export interface Strings {
    identity: string;
    language: string;
    copy: string;
    copyAddress: string;
    copied: string;
    notCopied: string;
    loading: string;

    offer: {
        heading: string;
        introduction: string;
        whatWillHappen: string;
        whatIsDeleted: string;
        download: string;
        steps: readonly { title: string; text: string }[];
        length: string;
        suggested: string;
        anotherLength: string;
        days: string;
        bounds: string;
        endsOn: string;
        proceed: string;
    };

    confirm: {
        heading: string;
        summary: string;
        canChangeMind: string;
        word: string;
        typeTheWord: string;
        hint: string;
        wordIsMissing: string;
        start: string;
        back: string;
    };

    running: {
        heading: string;
        endsOn: string;
        untilThen: string;
        timeLeft: string;
        left: string;
        units: { days: string; hours: string; minutes: string; seconds: string };
        keep: string;
    };

    staying: { heading: string; unchanged: string; cancelled: string; afterAll: string };

    over: { heading: string; text: string };
    deleting: { heading: string; text: string };
    deleted: { heading: string; text: string };

    failure: {
        heading: string;
        retry: string;
        storeUnavailable: string;
        storeIsCorrupt: string;
        storeIsOfNewerVersion: string;
        other: string;
    };

    notices: {
        started: string;
        startedElsewhere: string;
        keptElsewhere: string;
        changedElsewhere: string;
        startLost: string;
        keepLost: string;
        keepTooLate: string;
        alreadyDeleted: string;
        notStored: string;
        lengthNotAllowed: string;
    };

    history: {
        heading: string;
        started: string;
        ends: string;
        wouldHaveEnded: string;
        ended: string;
        cancelled: string;
        onThisDevice: string;
        onAnotherDevice: string;
        unknownTime: string;
        statuses: Readonly<Record<string, string>>;
    };
}
