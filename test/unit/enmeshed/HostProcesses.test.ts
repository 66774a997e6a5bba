import type { IdentityDeletionProcessDTO } from "../../../src";
import { HostProcesses } from "../../../src/enmeshed/HostProcesses";
import { fakeTransport } from "../../support/enmeshed/FakeAccount";

const active: IdentityDeletionProcessDTO = { id: "IDP00000000000000001", status: "Active" };

describe(HostProcesses.name, () => {
    test("are the same object for what says the same", () => {
        const processes = new HostProcesses(fakeTransport);
        expect(processes.of({ ...active })).toBe(processes.of(active));
    });

    test("are of the host's own class, and say what is asked for now, not what was before", () => {
        const processes = new HostProcesses(fakeTransport);
        const before = processes.of(active);
        const cancelled = { ...active, status: "Cancelled", cancelledAt: "2026-11-23T10:00:00.000Z" };
        expect(processes.of(cancelled).toJSON()).toStrictEqual(cancelled);
        expect(before.toJSON()).toStrictEqual(active);
        expect(processes.of(active)).toBeInstanceOf(fakeTransport.IdentityDeletionProcess);
    });

    test.each([
        ["changes", (process: object): unknown => Object.assign(process, { status: "Cancelled" })],
        ["adds to", (process: object): unknown => Object.assign(process, { note: "seen" })]
    ])("say what is asked for also where the app %s the one that it was shown", (_, change) => {
        const processes = new HostProcesses(fakeTransport);
        change(processes.of(active));
        expect(processes.of(active).toJSON()).toStrictEqual(active);
    });
});
