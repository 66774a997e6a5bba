import { withSeededCrypto } from "../../../support/lifecycle/simulation/seededCrypto";
import type { Story } from "../../../support/releases/people";
import { tellStory } from "../../../support/releases/keep/tellStory";
import { type DatabaseDump, dumpDatabase } from "./databaseDump";

declare const release: typeof import("../../../support/releases/release");

/** Runs in a page that has loaded the bundle of a release as `release`. */
const keepPage = async (seed: number, withKey: boolean): Promise<{ story: Story; dump: DatabaseDump }> => {
    const name = withKey ? "withKey" : "withoutKey";
    const openPort = () => release.IndexedDbPersistence.open(name);
    const story = await withSeededCrypto(seed, async () => await tellStory(release, openPort, withKey));
    return { story, dump: await dumpDatabase(name) };
};

(globalThis as unknown as { keepPage: typeof keepPage }).keepPage = keepPage;
