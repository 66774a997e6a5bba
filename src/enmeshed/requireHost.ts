import type { HostAccount, HostTransport } from "./Host";
import { httpClientOf } from "./requests";

/** Throws a `TypeError` that says what is missing: of another Runtime, or too early. */
export function requireHost(account: HostAccount, transport: HostTransport): void {
    const missing = [...missingOf("account", account, ofAccount), ...missingOf("transport", transport, ofTransport)];
    if (missing.length === 0 && httpClientOf(account) === undefined) {
        missing.push("account.identityDeletionProcess.identityDeletionProcessClient.axiosInstance");
    }
    if (missing.length === 0) return;
    throw new TypeError(
        `attachTo needs an AccountController of @nmshd/transport 7 after its init(), and the host's own import of that package. Not there: ${missing.join(", ")}.`
    );
}

const ofAccount = [
    ...["identity.address", "activeDevice.id", "activeDevice.getCredentials()", "config.baseUrl"],
    ...["authenticator.getToken()", "authenticator.clear()", "db.getCollection()", "db.getMap()"],
    ...["transport.eventBus.publish()", "transport.eventBus.subscribe()"],
    ...["identityClient.checkIfIdentityIsDeleted()", "syncDatawallet()", "syncEverything()"],
    "identityDeletionProcess.identityDeletionProcessClient",
    "identityDeletionProcess.identityDeletionProcessCollection.databaseType",
    ...["list()", "create()", "update()"].map(
        (method) => `identityDeletionProcess.identityDeletionProcessCollection.${method}`
    )
];
const ofTransport = ["IdentityDeletionProcess.from()", "IdentityDeletionProcessStatusChangedEvent()", "RequestError()"];

function missingOf(name: string, value: unknown, paths: readonly string[]): string[] {
    return paths.filter((path) => !has(value, path)).map((path) => `${name}.${path}`);
}

function has(value: unknown, path: string): boolean {
    let current = value;
    for (const name of path.replace("()", "").split(".")) {
        try {
            current = (current as Record<string, unknown> | null | undefined)?.[name];
        } catch {
            // A controller's properties throw before it is initialised.
            return false;
        }
    }
    return path.endsWith("()") ? typeof current === "function" : current !== undefined && current !== null;
}
