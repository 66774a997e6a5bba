import type { StoredRecord } from "../../../src/ports/PersistencePort";
import { SimplePersistence } from "./SimplePersistence";

/** Finds nothing due, ever. */
export class NothingIsDue extends SimplePersistence {
    protected override isDue(): boolean {
        return false;
    }
}

/** Knows no holder of a slot and nothing unsettled. */
export class NothingIsCurrent extends SimplePersistence {
    protected override isCurrent(): boolean {
        return false;
    }
}

/** Finds no record by its lookup. */
export class NothingHasALookup extends SimplePersistence {
    protected override hasLookup(): boolean {
        return false;
    }
}

/** Says of every update that the store is not available. */
export class NothingCanBeUpdated extends SimplePersistence {
    public override async update(_record: StoredRecord): Promise<void> {
        this.refuse("unavailable");
    }
}
