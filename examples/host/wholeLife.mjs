// The whole life of an Identity, in seconds instead of weeks: a host that keeps people's letters as files and their orders
// as rows of its own table, next to the module's in one SQLite file, and says how to delete both. `npm start` runs it.
import { IdentityDeletionModule } from "identity-deletion-process";
import { Lifecycle } from "identity-deletion-process/lifecycle";
import { PseudonymKey } from "identity-deletion-process/pseudonymization";
import { SqlitePersistence } from "identity-deletion-process/sqlite";
import Database from "libsql";
import { existsSync, mkdirSync, readdirSync, writeFileSync } from "node:fs";
import { rm } from "node:fs/promises";
import { join } from "node:path";
import { EventEmitter2EventBus } from "@js-soft/ts-utils";
import { IdentityDeletionProcessStatusChangedEvent } from "identity-deletion-process";
import { chapter, sayLater, sayResult, sayThat } from "./story.mjs";

const secondsInDays = 1 / 86_400;

const carla = {
    name: "Carla",
    address: "did:e:example.org:dids:13579bdf02468ace1357bb",
    deviceId: "DVCcarlastablet00001"
};

/** The host's own data about a person: two letters and two orders. The letters lie in a folder that is named by number. */
class PersonalData {
    constructor(folder, database) {
        this.folder = folder;
        this.database = database;
        database.exec("CREATE TABLE IF NOT EXISTS person (number INTEGER PRIMARY KEY, address TEXT NOT NULL UNIQUE)");
        database.exec("CREATE TABLE IF NOT EXISTS purchase (person INTEGER NOT NULL, article TEXT NOT NULL)");
    }

    fill(address) {
        const { lastInsertRowid: number } = this.database
            .prepare("INSERT INTO person (address) VALUES (?)")
            .run(address);
        for (const article of ["a kite", "a rope"]) {
            this.database.prepare("INSERT INTO purchase (person, article) VALUES (?, ?)").run(number, article);
        }
        mkdirSync(this.lettersOf(number), { recursive: true });
        for (const name of ["to-grandma.txt", "to-the-landlord.txt"]) {
            writeFileSync(join(this.lettersOf(number), name), "Dear …");
        }
    }

    count(address) {
        const number = this.numberOf(address);
        if (number === undefined) return { letters: 0, orders: 0 };
        const folder = this.lettersOf(number);
        const [{ orders }] = this.database
            .prepare("SELECT count(*) AS orders FROM purchase WHERE person = ?")
            .all(number);
        return { letters: existsSync(folder) ? readdirSync(folder).length : 0, orders };
    }

    /**
     * What the lifecycle calls when the grace period is over. Each may be called again after a failure or a crash, so what
     * is gone already counts as deleted. The rows go last: they are how the letters are found.
     */
    get deleters() {
        return [
            {
                name: "letters",
                deleteIdentityData: async (address) => {
                    const number = this.numberOf(address);
                    if (number !== undefined) await rm(this.lettersOf(number), { recursive: true, force: true });
                }
            },
            {
                name: "orders",
                dependsOn: ["letters"],
                deleteIdentityData: async (address) => {
                    const number = this.numberOf(address);
                    this.database.prepare("DELETE FROM purchase WHERE person = ?").run(number ?? null);
                    this.database.prepare("DELETE FROM person WHERE address = ?").run(address);
                }
            }
        ];
    }

    numberOf(address) {
        return this.database.prepare("SELECT number FROM person WHERE address = ?").all(address)[0]?.number;
    }

    lettersOf(number) {
        return join(this.folder, "letters", String(number));
    }
}

/** A real host sends a message, with the idempotency key as its id, so that a repetition is not sent twice. */
const notifier = {
    remind: async ({ gracePeriodEndsAt }) => {
        const seconds = Math.max(0, (Date.parse(gracePeriodEndsAt) - Date.now()) / 1000);
        sayLater("Message to Carla", `Your Identity will be deleted in ${seconds.toFixed(1)} seconds.`);
    },
    notifyOfDeletion: async () => sayLater("Message to Carla", "Your Identity has been deleted. Farewell.")
};

/** Tells Carla's story over a database in that folder; ends when her Identity is deleted, after about four seconds. */
export async function wholeLife(folder) {
    const database = new Database(join(folder, "whole-life.db"));
    database.exec("PRAGMA journal_mode = WAL");
    const data = new PersonalData(folder, database);
    const eventBus = new EventEmitter2EventBus((error) => console.error("An event handler failed:", error));
    const module = await IdentityDeletionModule.create({
        persistence: SqlitePersistence.using(database),
        eventBus,
        // A real host keeps it where it keeps its other secrets; without it, addresses cannot be found in the store again.
        pseudonymKey: PseudonymKey.of(crypto.getRandomValues(new Uint8Array(32))),
        lifecycle: Lifecycle.configure({
            deleters: data.deleters,
            notifier,
            remindersInDaysBeforeEnd: [2 * secondsInDays, 1 * secondsInDays]
        })
    });
    const facade = module.forIdentity(carla).identityDeletionProcesses;

    chapter("The whole life of an Identity, with seconds for days");
    data.fill(carla.address);
    sayCount(data);
    module.start();
    sayResult(
        "Carla initiates, 3 seconds",
        await facade.initiateIdentityDeletionProcess({ lengthOfGracePeriodInDays: 3 * secondsInDays })
    );
    await isDeleted(eventBus);
    sayCount(data);
    sayResult("What is active?", await facade.getActiveIdentityDeletionProcess());
    sayResult("Carla's Identity initiates again", await facade.initiateIdentityDeletionProcess());
    const [{ data: stored }] = database
        .prepare("SELECT data FROM identity_deletion_process WHERE data LIKE '%IDP%'")
        .all();
    sayLater("What the store remembers", stored);
    sayThat("Nothing that is left says who she was.");

    await module.close();
    database.close();
    eventBus.close();
}

function sayCount(data) {
    const { letters, orders } = data.count(carla.address);
    sayLater("The host has of Carla", `${letters} letters, ${orders} orders`);
}

/** Resolves when the tombstone is stored: events are published after what they tell of, and never before. */
function isDeleted(eventBus) {
    return new Promise((resolve) => {
        eventBus.subscribe(IdentityDeletionProcessStatusChangedEvent, ({ data: { status } }) => {
            sayLater("Status", status);
            if (status === "Deleted") resolve();
        });
    });
}
