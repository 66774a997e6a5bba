// The same host where an enmeshed Backbone decides: `node examples/host/main.mjs --backbone https://backbone.example.org`.
// Who it is, and what that device logs in with, comes from the environment, or from the JSON file that
// IDENTITY_DELETION_CREDENTIALS names (clientId, clientSecret, username, password); a secret is never an argument, because
// other users of the machine see those. It initiates and cancels again, and touches no process that is there already.
import { EventEmitter2EventBus } from "@js-soft/ts-utils";
import { IdentityDeletionModule, IdentityDeletionProcessStatusChangedEvent } from "identity-deletion-process";
import { BackboneAuthority, IdentityDeletedEvent } from "identity-deletion-process/backbone";
import { SqlitePersistence } from "identity-deletion-process/sqlite";
import { readFileSync } from "node:fs";
import { chapter, sayEvent, sayResult, sayThat } from "./story.mjs";

const ownMachine = ["localhost", "127.0.0.1", "[::1]"];

export async function withBackbone(url, environment, databaseFile) {
    const person = {
        address: required(environment, "IDENTITY_DELETION_IDENTITY"),
        deviceId: required(environment, "IDENTITY_DELETION_DEVICE")
    };
    const { clientId, clientSecret, username, password } = secretsFrom(environment);
    const eventBus = new EventEmitter2EventBus((error) => console.error("An event handler failed:", error));
    eventBus.subscribe(IdentityDeletionProcessStatusChangedEvent, sayEvent);
    eventBus.subscribe(IdentityDeletedEvent, () => sayThat("The Backbone has deleted the Identity."));
    const module = await IdentityDeletionModule.create({
        persistence: SqlitePersistence.open(databaseFile),
        eventBus,
        authority: BackboneAuthority.connect({
            url,
            clientId,
            clientSecret,
            credentialsOf: () => ({ username, password }),
            allowUnencrypted: ownMachine.includes(new URL(url).hostname)
        })
    });
    try {
        await story(module.forIdentity(person));
    } finally {
        await module.close();
        eventBus.close();
    }
}

async function story({ identityDeletionProcesses: processes, backbone }) {
    chapter("The host starts, and asks the Backbone what other devices did meanwhile");
    const start = await backbone.synchronize();
    if (start.isError) {
        sayResult("The Backbone says", start);
        process.exitCode = 1;
        return;
    }
    if (start.value !== undefined) {
        sayResult("There is one, which stays", await processes.getActiveIdentityDeletionProcess());
        return;
    }
    chapter("The person wants to delete their Identity, and changes their mind");
    sayResult("They initiate", await processes.initiateIdentityDeletionProcess({ lengthOfGracePeriodInDays: 14 }));
    sayResult("They tap the button again", await processes.initiateIdentityDeletionProcess());
    sayResult("They cancel", await processes.cancelIdentityDeletionProcess());
    sayResult("What is active?", await processes.getActiveIdentityDeletionProcess());
}

function required(environment, variable) {
    const value = environment[variable];
    if (!value) throw new Error(`With --backbone, ${variable} must be set.`);
    return value;
}

function secretsFrom(environment) {
    const path = environment.IDENTITY_DELETION_CREDENTIALS;
    if (path) return readSecrets(path);
    return {
        clientId: required(environment, "IDENTITY_DELETION_CLIENT_ID"),
        clientSecret: required(environment, "IDENTITY_DELETION_CLIENT_SECRET"),
        username: required(environment, "IDENTITY_DELETION_USERNAME"),
        password: required(environment, "IDENTITY_DELETION_PASSWORD")
    };
}

function readSecrets(path) {
    const text = readFileSync(path, "utf8");
    try {
        return JSON.parse(text);
    } catch {
        // What JSON.parse says has a part of the text in it.
        throw new Error(`The credentials file ${path} is not JSON.`);
    }
}
