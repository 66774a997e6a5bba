import { IndexedDbPersistence } from "../../../../src/adapters/indexeddb";
import type { KeptStore } from "../../../support/releases/KeptStore";
import type { Story } from "../../../support/releases/people";
import { type DatabaseDump, restoreDatabase } from "../releases/databaseDump";

/** As a test hands it to the page. */
export interface KeptIndexedDb {
    readonly story: Story;
    readonly withKey: boolean;
    readonly dump: DatabaseDump;
}

let copies = 0;

export function keptIndexedDb({ story, withKey, dump }: KeptIndexedDb): KeptStore {
    const copy = async () => {
        const name = `kept-${++copies}`;
        await restoreDatabase(name, dump);
        return () => IndexedDbPersistence.open(name);
    };
    return { story, withKey, copy };
}
