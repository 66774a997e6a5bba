import { isKeyMark } from "../application/pseudonym/KeyMark";
import { isUnreadable, type PageEntry, type PersistencePort, type StoredRecord } from "../ports/PersistencePort";
import { TransferError } from "./TransferError";

/** Reads each page of a store once, along ascending keys. */
export class StoreWalk {
    private page: PageEntry[] = [];
    private position = 0;
    private isAtEnd = false;

    public constructor(
        private readonly persistence: PersistencePort,
        private readonly pageSize = 1000
    ) {}

    /** As it was when its page was read. Each key must be greater than the one asked before. */
    public async find(key: string): Promise<StoredRecord | undefined> {
        for (;;) {
            while (this.position < this.page.length && this.page[this.position].key < key) this.position++;
            if (this.position < this.page.length) {
                const record = this.page[this.position];
                if (record.key !== key) return undefined;
                if (isUnreadable(record)) throw TransferError.unreadable([record]);
                return record;
            }
            if (this.isAtEnd) return undefined;
            await this.turnPage();
        }
    }

    /** Whether it holds no process. Called before `find`. */
    public async isEmpty(): Promise<boolean> {
        // The mark may be alone on the first page.
        do await this.turnPage();
        while (!this.isAtEnd && this.page.every(isKeyMark));
        return this.isAtEnd;
    }

    private async turnPage(): Promise<void> {
        this.page = await this.persistence.scan(this.page.at(-1)?.key, this.pageSize);
        this.position = 0;
        this.isAtEnd = this.page.length === 0;
    }
}
