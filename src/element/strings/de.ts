import type { Strings } from "./Strings";

export const de: Strings = {
    identity: "Identität",
    language: "Sprache",
    copy: "Kopieren",
    copyAddress: "Adresse kopieren",
    copied: "Die Adresse wurde kopiert.",
    notCopied: "Die Adresse konnte nicht kopiert werden.",
    loading: "Wird geladen …",

    offer: {
        heading: "Ihre Identität löschen?",
        introduction: "Heute wird noch nichts gelöscht: Erst haben Sie Zeit, es sich anders zu überlegen.",
        whatWillHappen: "Was geschieht",
        whatIsDeleted: "Was gelöscht wird",
        download: "Zuerst meine Daten herunterladen",
        steps: [
            { title: "Heute", text: "Die Bedenkzeit beginnt. Sie können alles nutzen wie bisher." },
            {
                title: "Bis zu ihrem Ende",
                text: "Sie können Ihre Identität jederzeit behalten, mit einem Klick auf dieser Seite."
            },
            {
                title: "An ihrem Ende",
                text: "Ihre Identität und alle ihre Daten werden endgültig gelöscht. Niemand kann sie wiederherstellen."
            }
        ],
        length: "Wie lang soll die Bedenkzeit sein?",
        suggested: "empfohlen",
        anotherLength: "Andere Dauer",
        days: "Anzahl der Tage",
        bounds: "Eine ganze Zahl von {minimum} bis {maximum}.",
        endsOn: "Sie würde am {date} Uhr enden.",
        proceed: "Weiter …"
    },

    confirm: {
        heading: "Sind Sie sicher?",
        summary: "Ihre Identität wird am {date} Uhr endgültig gelöscht.",
        canChangeMind: "Bis dahin ({length}) können Sie es sich anders überlegen.",
        word: "LÖSCHEN",
        typeTheWord: "Geben Sie zur Bestätigung das Wort {word} ein",
        hint: "Groß oder klein geschrieben, beides geht.",
        wordIsMissing: "Geben Sie zuerst das Wort {word} ein. Es wurde nichts begonnen.",
        start: "Löschung beginnen",
        back: "Zurück"
    },

    running: {
        heading: "Ihre Identität wird gelöscht",
        endsOn: "Sie wird am {date} Uhr endgültig gelöscht.",
        untilThen: "Bis dahin können Sie alles nutzen wie bisher – und es sich anders überlegen.",
        timeLeft: "Verbleibende Zeit",
        left: "Noch {time}",
        units: { days: "Tage", hours: "Std.", minutes: "Min.", seconds: "Sek." },
        keep: "Identität behalten"
    },

    staying: {
        heading: "Sie bleiben",
        unchanged: "Es wurde nichts gelöscht, und es wird nichts gelöscht.",
        cancelled: "Die Löschung ist abgebrochen. Es wurde nichts gelöscht.",
        afterAll: "Meine Identität doch löschen"
    },

    over: {
        heading: "Die Bedenkzeit ist abgelaufen",
        text: "Die Löschung beginnt jeden Augenblick. Sie lässt sich nicht mehr aufhalten."
    },
    deleting: {
        heading: "Ihre Identität wird gerade gelöscht",
        text: "Das dauert eine Weile und lässt sich nicht mehr aufhalten. Sie können diese Seite schließen."
    },
    deleted: {
        heading: "Ihre Identität ist gelöscht",
        text: "Alle ihre Daten sind fort. Sie müssen nichts weiter tun."
    },

    failure: {
        heading: "Das hat nicht geklappt",
        retry: "Noch einmal versuchen",
        storeUnavailable:
            "Dieser Browser lässt die Seite gerade nichts lesen oder speichern. Grund kann ein privates Fenster, ein voller Datenträger oder eine Einstellung sein.",
        storeIsCorrupt:
            "Was dieser Browser gespeichert hat, lässt sich nicht lesen. Bitte wenden Sie sich an den Support; es wurde nichts verändert.",
        storeIsOfNewerVersion: "Eine neuere Fassung dieser Seite war schon hier. Bitte laden Sie die Seite neu.",
        other: "Etwas Unvorhergesehenes ist schiefgegangen. Bitte versuchen Sie es noch einmal."
    },

    notices: {
        started: "Die Bedenkzeit hat begonnen.",
        startedElsewhere: "Die Löschung wurde in einem anderen Fenster oder auf einem anderen Gerät begonnen.",
        keptElsewhere:
            "Die Löschung wurde in einem anderen Fenster oder auf einem anderen Gerät abgebrochen. Sie behalten Ihre Identität.",
        changedElsewhere:
            "In einem anderen Fenster oder auf einem anderen Gerät hat sich etwas geändert. So steht es jetzt.",
        startLost:
            "Ein anderes Fenster oder Gerät war schneller: Die Löschung wurde dort schon begonnen. Sie läuft nur einmal.",
        keepLost: "Ein anderes Fenster oder Gerät war schneller: Die Löschung wurde dort schon abgebrochen.",
        keepTooLate: "Die Bedenkzeit ist abgelaufen. Die Löschung lässt sich nicht mehr aufhalten.",
        alreadyDeleted: "Diese Identität ist schon gelöscht.",
        notStored: "Es ist nicht sicher, ob das gespeichert wurde. Die Seite zeigt, was jetzt gilt.",
        lengthNotAllowed: "Diese Dauer ist nicht erlaubt. Es wurde nichts begonnen."
    },

    history: {
        heading: "Verlauf",
        started: "Begonnen",
        ends: "Endet",
        wouldHaveEnded: "Hätte geendet",
        ended: "Ende der Bedenkzeit",
        cancelled: "Abgebrochen",
        onThisDevice: "auf diesem Gerät",
        onAnotherDevice: "auf einem anderen Gerät",
        unknownTime: "nicht bekannt",
        statuses: {
            Active: "Bedenkzeit",
            Cancelled: "Abgebrochen",
            Deleting: "Wird gelöscht",
            Deleted: "Gelöscht",
            WaitingForApproval: "Wartet auf Zustimmung",
            Rejected: "Abgelehnt"
        }
    }
};
