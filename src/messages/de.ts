import { ErrorCode } from "../domain/ErrorCode";
import type { Messages } from "./Messages";

export const de: Messages = {
    [ErrorCode.noActiveIdentityDeletionProcess]: "Es läuft keine Löschung. Es gibt nichts abzubrechen.",
    [ErrorCode.activeIdentityDeletionProcessAlreadyExists]: "Die Löschung wurde schon begonnen. Sie läuft nur einmal.",
    [ErrorCode.recordNotFound]: "Diese Löschung ist nicht bekannt.",
    [ErrorCode.invalidPropertyValue]: "Diese Dauer ist nicht erlaubt. Es wurde nichts begonnen.",
    [ErrorCode.unknown]: "Etwas Unvorhergesehenes ist schiefgegangen. Bitte versuchen Sie es noch einmal.",
    [ErrorCode.gracePeriodHasExpired]: "Die Bedenkzeit ist abgelaufen. Die Löschung lässt sich nicht mehr aufhalten.",
    [ErrorCode.identityIsDeleted]: "Diese Identität ist schon gelöscht.",
    [ErrorCode.storeUnavailable]:
        "Im Augenblick lässt sich nichts lesen oder speichern. Bitte versuchen Sie es später noch einmal, und prüfen Sie dann, was gilt.",
    [ErrorCode.driverIsNotInstalled]:
        "Diese App ist nicht vollständig eingerichtet. Bitte wenden Sie sich an den Support.",
    [ErrorCode.storeIsCorrupt]:
        "Was gespeichert ist, lässt sich nicht lesen. Bitte wenden Sie sich an den Support. Es wurde nichts verändert.",
    [ErrorCode.storeIsOfNewerVersion]:
        "Hier war schon eine neuere Version dieser App in Gebrauch. Bitte aktualisieren Sie die App.",
    [ErrorCode.pseudonymKeyIsWrong]:
        "Diese App ist nicht richtig eingerichtet. Bitte wenden Sie sich an den Support. Es wurde nichts verändert.",
    [ErrorCode.storeIsNotConverted]:
        "Diese App ist nicht richtig eingerichtet. Bitte wenden Sie sich an den Support. Es wurde nichts verändert.",
    [ErrorCode.authorityNotReachable]:
        "Der Server ist nicht erreichbar. Bitte prüfen Sie die Verbindung, und dann, was gilt.",
    [ErrorCode.outcomeIsNotKnownYet]:
        "Ob das angekommen ist, steht noch nicht fest. Bitte sehen Sie in ein paar Sekunden noch einmal nach.",
    [ErrorCode.processIsInDoubt]:
        "Ob die Löschung noch läuft, steht im Augenblick nicht fest. Bitte sehen Sie später noch einmal nach.",
    [ErrorCode.authorityHasChanged]:
        "Die Löschung wurde mit einem anderen Server begonnen. Bitte wenden Sie sich an den Support.",
    [ErrorCode.deletionHasBegun]: "Die Löschung hat begonnen. Sie lässt sich nicht mehr aufhalten.",
    [ErrorCode.quotaExhausted]: "Das geht im Augenblick nicht noch einmal. Bitte versuchen Sie es später.",
    [ErrorCode.forbidden]: "Das ist auf diesem Gerät nicht erlaubt.",
    [ErrorCode.invalidCredentials]: "Der Server nimmt diese Anmeldung nicht an.",
    [ErrorCode.logInIsLocked]: "Die Anmeldung ist zurzeit gesperrt. Bitte versuchen Sie es später noch einmal.",
    [ErrorCode.deviceWasRemoved]: "Dieses Gerät gehört nicht mehr zu der Identität.",
    [ErrorCode.importIsInvalid]: "Die Datei lässt sich nicht importieren. Es wurde nichts verändert.",
    [ErrorCode.importIsInConflict]: "Die Datei passt nicht zu dem, was schon gespeichert ist."
};
