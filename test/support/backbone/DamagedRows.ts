import { PersistenceError, type PageEntry, type PersistencePort, type StoredRecord } from "../../../src";

type Call<Name extends keyof PersistencePort> = PersistencePort[Name] extends (...given: infer Given) => unknown
    ? Given
    : never;

/** A store some of whose rows cannot be read, as a disk or a careless hand leaves them, until they are repaired. */
export class DamagedRows implements PersistencePort {
    private readonly damaged = new Set<string>();

    public constructor(public readonly intact: PersistencePort) {}

    public get isDurable(): boolean {
        return this.intact.isDurable;
    }

    public get isDamaged(): boolean {
        return this.damaged.size > 0;
    }

    public async damageOne(identityKey: string, random: () => number): Promise<string> {
        const records = await this.intact.list(identityKey);
        if (records.length === 0) return "nothing";
        const { key } = records[Math.floor(random() * records.length)] as StoredRecord;
        this.damaged.add(key);
        return key.slice(0, 8);
    }

    public repair(): void {
        this.damaged.clear();
    }

    public async open(): Promise<void> {
        await this.intact.open();
    }

    public async close(): Promise<void> {
        await this.intact.close();
    }

    public async insert(...call: Call<"insert">): Promise<void> {
        await this.intact.insert(...call);
    }

    public async update(...call: Call<"update">): Promise<void> {
        await this.intact.update(...call);
    }

    public async delete(...call: Call<"delete">): Promise<void> {
        await this.intact.delete(...call);
    }

    public async findCurrent(...call: Call<"findCurrent">): ReturnType<PersistencePort["findCurrent"]> {
        const records = await this.intact.findCurrent(...call);
        for (const record of records) this.requireIntact(record);
        return records;
    }

    public async findByLookup(...call: Call<"findByLookup">): ReturnType<PersistencePort["findByLookup"]> {
        const record = await this.intact.findByLookup(...call);
        if (record !== undefined) this.requireIntact(record);
        return record;
    }

    public async list(...call: Call<"list">): ReturnType<PersistencePort["list"]> {
        return this.shown(await this.intact.list(...call));
    }

    public async findDue(...call: Call<"findDue">): ReturnType<PersistencePort["findDue"]> {
        return this.shown(await this.intact.findDue(...call));
    }

    public async scan(...call: Call<"scan">): ReturnType<PersistencePort["scan"]> {
        return this.shown(await this.intact.scan(...call));
    }

    private requireIntact({ key }: StoredRecord): void {
        if (this.damaged.has(key)) throw new PersistenceError("corrupt", "The row cannot be read.");
    }

    private shown(page: PageEntry[]): PageEntry[] {
        return page.map((entry) => {
            if (!this.damaged.has(entry.key)) return entry;
            const { data, ...columns } = entry as StoredRecord;
            return { ...columns, unreadable: `its data of ${Object.keys(data).length} properties is not JSON` };
        });
    }
}
