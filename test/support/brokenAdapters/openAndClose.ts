import { SimplePersistence } from "./SimplePersistence";
import type { StoredRecord } from "../../../src/ports/PersistencePort";

/** Can be used before it is opened. */
export class UsableBeforeOpen extends SimplePersistence {
    protected wasClosed = false;

    public override async close(): Promise<void> {
        this.wasClosed = true;
        await super.close();
    }

    protected override requireOpen(): void {
        if (this.wasClosed) super.requireOpen();
    }
}

/** Works on until it is closed. */
export class WorksWhileClosing extends SimplePersistence {
    public override async close(): Promise<void> {
        for (let turn = 0; turn < 10; turn++) await Promise.resolve();
        await super.close();
    }
}

/** Rejects where it is closed a second time. */
export class SecondCloseRejects extends SimplePersistence {
    private isClosed = false;

    public override async close(): Promise<void> {
        if (this.isClosed) this.refuse("unavailable");
        this.isClosed = true;
        await super.close();
    }
}

/** Rejects where it is closed without having been opened. */
export class CloseWithoutOpenRejects extends SimplePersistence {
    private wasOpened = false;

    public override async open(): Promise<void> {
        this.wasOpened = true;
        await super.open();
    }

    public override async close(): Promise<void> {
        if (!this.wasOpened) this.refuse("unavailable");
        await super.close();
    }
}

/** Rejects where it is opened while it is being opened. */
export class TwoOpensReject extends SimplePersistence {
    private isOpening = false;

    public override async open(): Promise<void> {
        if (this.isOpening) this.refuse("unavailable");
        this.isOpening = true;
        await Promise.resolve();
        this.isOpening = false;
        await super.open();
    }
}

/** Is open in the end where it is closed while it is being opened. */
export class OpensAfterClose extends SimplePersistence {
    public override async open(): Promise<void> {
        for (let turn = 0; turn < 10; turn++) await Promise.resolve();
        await super.open();
    }
}

/** Says of a closed port that there is nothing where it should say that it cannot be opened again. */
export class ReopenNotFound extends SimplePersistence {
    private isClosed = false;

    public override async open(): Promise<void> {
        if (this.isClosed) this.refuse("notFound");
        await super.open();
    }

    public override async close(): Promise<void> {
        this.isClosed = true;
        await super.close();
    }
}

/** Lets the driver's error escape from calls that close overtakes. */
export class DriverErrorAtClose extends SimplePersistence {
    public override async insert(record: StoredRecord): Promise<void> {
        this.requireOpen();
        await Promise.resolve();
        if (!this.isOpen) throw new Error("Connection terminated.");
        await super.insert(record);
    }
}

/** Says that it has written what close has overtaken. */
export class LiesAtClose extends SimplePersistence {
    public override async insert(record: StoredRecord): Promise<void> {
        this.requireOpen();
        await Promise.resolve();
        if (this.isOpen) await super.insert(record);
    }
}

/** Works on what a newer release has written. */
export class OpensWhatIsNewer extends SimplePersistence {
    public override async open(): Promise<void> {
        this.isOpen = true;
    }
}

/** Refuses what is newer, and has written its own version into it. */
export class WritesItsVersion extends SimplePersistence {
    public override async open(): Promise<void> {
        const { version } = this.state;
        this.state.version = 1;
        if (version > 1) this.refuse("newerVersion");
        await super.open();
    }
}

/** Writes when it is closed. */
export class WritesAtClose extends SimplePersistence {
    private readonly database: StoredRecord[];

    public constructor(records: StoredRecord[]) {
        super([...records]);
        this.database = records;
    }

    public override async close(): Promise<void> {
        if (this.isOpen) this.database.splice(0, Infinity, ...this.records);
        await super.close();
    }
}
