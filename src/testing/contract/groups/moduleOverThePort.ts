import { EventPublisher } from "../../../application/EventPublisher";
import { IdentityDeletionProcessRepository } from "../../../application/IdentityDeletionProcessRepository";
import { ErrorCode } from "../../../index";
import { allOf, expectEqual } from "../assertions";
import type { ContractGroup } from "../ContractGroup";
import {
    calls,
    createModule,
    expectError,
    expectOneSuccess,
    facadeFor,
    facadesOfOneIdentity,
    storeAsApproved,
    valueOf,
    withStatus
} from "../moduleUnderTest";
import { next } from "../RecordFactory";

export const moduleOverThePort: ContractGroup = (test) => {
    test("initiates, refuses a second, cancels, initiates again, and lists", async (database) => {
        const { module, clock } = await createModule(database);
        const alice = facadeFor(module, database.records.identity());

        const first = valueOf(await alice.initiateIdentityDeletionProcess());
        expectEqual("The new process is active.", valueOf(await alice.getActiveIdentityDeletionProcess()), first);
        const refused = await alice.initiateIdentityDeletionProcess();
        expectError("A second process is refused.", refused, ErrorCode.activeIdentityDeletionProcessAlreadyExists);

        clock.advance({ days: 1 });
        const cancelled = valueOf(await alice.cancelIdentityDeletionProcess());
        expectEqual("The active process is cancelled.", [cancelled.id, cancelled.status], [first.id, "Cancelled"]);
        const again = await alice.cancelIdentityDeletionProcess();
        expectError("It is cancelled once.", again, ErrorCode.noActiveIdentityDeletionProcess);

        const second = valueOf(await alice.initiateIdentityDeletionProcess());
        const listed = valueOf(await alice.getIdentityDeletionProcesses());
        expectEqual("All are listed, oldest first.", listed, [cancelled, second]);
        const found = valueOf(await alice.getIdentityDeletionProcess({ id: first.id }));
        expectEqual("Each is found by its id.", found, cancelled);
    });

    test("never shows one Identity's process to another", async (database) => {
        const { module } = await createModule(database);
        const alice = facadeFor(module, database.records.identity());
        const bob = facadeFor(module, database.records.identity());
        const hers = valueOf(await alice.initiateIdentityDeletionProcess());

        expectEqual("Bob's list is empty.", valueOf(await bob.getIdentityDeletionProcesses()), []);
        const found = await bob.getIdentityDeletionProcess({ id: hers.id });
        expectError("Bob does not find Alice's process.", found, ErrorCode.recordNotFound);
        const active = await bob.getActiveIdentityDeletionProcess();
        expectError("Alice's process is not Bob's active one.", active, ErrorCode.noActiveIdentityDeletionProcess);
        const cancelled = await bob.cancelIdentityDeletionProcess();
        expectError("Bob cannot cancel Alice's process.", cancelled, ErrorCode.noActiveIdentityDeletionProcess);

        const his = valueOf(await bob.initiateIdentityDeletionProcess());
        expectEqual("Bob lists his own.", valueOf(await bob.getIdentityDeletionProcesses()), [his]);
        expectEqual("Alice lists her own.", valueOf(await alice.getIdentityDeletionProcesses()), [hers]);
    });

    test("lets exactly one of many concurrent initiate calls succeed", async (database) => {
        const facades = await facadesOfOneIdentity(database);

        const results = await allOf(calls(facades, (facade) => facade.initiateIdentityDeletionProcess()));

        const winner = expectOneSuccess(results, ErrorCode.activeIdentityDeletionProcessAlreadyExists);
        for (const facade of facades) {
            const listed = valueOf(await facade.getIdentityDeletionProcesses());
            expectEqual("The one process is stored.", listed, [winner]);
        }
    });

    test("lets exactly one of many concurrent cancel calls succeed", async (database) => {
        const facades = await facadesOfOneIdentity(database);
        valueOf(await facades[0].initiateIdentityDeletionProcess());

        const results = await allOf(calls(facades, (facade) => facade.cancelIdentityDeletionProcess()));

        const winner = expectOneSuccess(results, ErrorCode.noActiveIdentityDeletionProcess);
        for (const facade of facades) {
            const listed = valueOf(await facade.getIdentityDeletionProcesses());
            expectEqual("The one process is cancelled.", listed, [winner]);
        }
    });

    test("reads a stored Approved as Active without writing it, and stores Active by the next write", async (database) => {
        const { module, port } = await createModule(database);
        const alice = facadeFor(module, database.records.identity());
        const process = valueOf(await alice.initiateIdentityDeletionProcess());
        const approved = await storeAsApproved(port);

        expectEqual("Approved is active.", valueOf(await alice.getActiveIdentityDeletionProcess()), process);
        const shown = valueOf(await alice.getIdentityDeletionProcess({ id: process.id }));
        expectEqual("Approved is shown as Active.", shown, process);
        expectEqual("Approved is listed as Active.", valueOf(await alice.getIdentityDeletionProcesses()), [process]);
        const stored = await port.findByLookup(approved.lookup);
        expectEqual("Reading Approved writes nothing.", stored, approved);

        const owner = { identityKey: approved.identityKey, address: approved.identityKey };
        const repository = new IdentityDeletionProcessRepository(port, new EventPublisher(), owner);
        await repository.change((records) => {
            const writes = records.map((record) => ({ kind: "update" as const, before: record, after: record }));
            return { writes, value: undefined };
        });
        const rewritten = await port.findByLookup(approved.lookup);
        expectEqual("The next write stores Active.", rewritten, next(approved, withStatus(approved, "Active")));

        const cancelled = valueOf(await alice.cancelIdentityDeletionProcess());
        expectEqual("It can be cancelled.", [cancelled.id, cancelled.status], [process.id, "Cancelled"]);
    });

    test("cancels a stored Approved", async (database) => {
        const { module, port } = await createModule(database);
        const alice = facadeFor(module, database.records.identity());
        const process = valueOf(await alice.initiateIdentityDeletionProcess());
        await storeAsApproved(port);

        const second = await alice.initiateIdentityDeletionProcess();
        expectError("Approved is active.", second, ErrorCode.activeIdentityDeletionProcessAlreadyExists);
        const cancelled = valueOf(await alice.cancelIdentityDeletionProcess());
        expectEqual("It can be cancelled.", [cancelled.id, cancelled.status], [process.id, "Cancelled"]);
    });

    test(
        "finds everything again after a restart",
        async (database) => {
            const { module } = await createModule(database);
            const identity = database.records.identity();
            const before = facadeFor(module, identity);
            valueOf(await before.initiateIdentityDeletionProcess());
            const cancelled = valueOf(await before.cancelIdentityDeletionProcess());
            const active = valueOf(await before.initiateIdentityDeletionProcess());
            await database.close(module);

            const after = facadeFor((await createModule(database)).module, identity);
            const listed = valueOf(await after.getIdentityDeletionProcesses());
            expectEqual("All processes are there after a restart.", listed, [cancelled, active]);
            const second = await after.initiateIdentityDeletionProcess();
            expectError("The active one still is.", second, ErrorCode.activeIdentityDeletionProcessAlreadyExists);
        },
        { durable: true }
    );
};
