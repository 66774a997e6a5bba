import { IdentityDeletionProcessStatus } from "../../../src/domain/IdentityDeletionProcessStatus";
import { Documents } from "../../../src/enmeshed/Documents";
import type { HostCollection } from "../../../src/enmeshed/Host";

const active = { id: "IDP00000000000000001", status: IdentityDeletionProcessStatus.Active };
const cancelled = { ...active, status: IdentityDeletionProcessStatus.Cancelled };

function documentsOf(listed: unknown[]): Documents {
    return new Documents({ list: () => Promise.resolve([...listed]) } as unknown as HostCollection);
}

describe(Documents.name, () => {
    test("passes over what is no process, also in the place where one was", async () => {
        const listed: unknown[] = [active, null, { id: 1 }];
        const documents = documentsOf(listed);
        await documents.read();
        expect(documents.processes).toEqual([active]);

        listed[0] = null;
        await documents.read();
        expect(documents.processes).toEqual([]);
        expect(documents.changesOfOthers).toBe(2);
    });

    test("keeps the same processes while the documents say the same", async () => {
        const documents = documentsOf([{ ...active, createdAt: 1 }]);
        const { processes } = await documents.read();
        expect((await documents.read()).processes).toBe(processes);
        expect(documents.changesOfOthers).toBe(1);
    });

    test("takes what is written here for no change of others, also where a reading meets it first", async () => {
        const listed: unknown[] = [active];
        const documents = documentsOf(listed);
        const [before] = (await documents.read()).processes;
        listed[0] = cancelled;
        documents.noteWritten(cancelled, before);
        await documents.read();
        expect(documents.changesOfOthers).toBe(1);

        documents.noteWritten(active, before);
        expect(documents.processes).toEqual([cancelled]);
    });
});
