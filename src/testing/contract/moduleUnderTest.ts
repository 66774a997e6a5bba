import type { Result } from "@js-soft/ts-utils";
import {
    IdentityDeletionModule,
    type IdentityDeletionProcessFacade,
    type JsonObject,
    type PersistencePort,
    type StoredRecord
} from "../../index";
import { FixedClock } from "../FixedClock";
import { allOf, broken, expectEqual } from "./assertions";
import type { DatabaseUnderTest } from "./DatabaseUnderTest";
import { endOfTime } from "./expectContent";
import { allDue } from "./pages";
import { next } from "./RecordFactory";
import { jsonOf } from "../../domain/record/StoredRecord";

const concurrentCalls = 50;

/** A module over a new port, closed in the end; the port is open for as long as the module is. */
export async function createModule(
    database: DatabaseUnderTest
): Promise<{ module: IdentityDeletionModule; port: PersistencePort; clock: FixedClock }> {
    const port = database.connect();
    const clock = new FixedClock();
    const module = await IdentityDeletionModule.create({ persistence: port, clock });
    database.closeInTheEnd(module);
    return { module, port, clock };
}

export function facadeFor(module: IdentityDeletionModule, address: string): IdentityDeletionProcessFacade {
    return module.forIdentity({ address, deviceId: "DVC00000000000000001" }).identityDeletionProcesses;
}

/** One facade for each port, as the Identity's devices on several machines have them. */
export async function facadesOfOneIdentity(database: DatabaseUnderTest): Promise<IdentityDeletionProcessFacade[]> {
    const address = database.records.identity();
    const modules = await allOf(Array.from({ length: database.severalPorts }, () => createModule(database)));
    return modules.map(({ module }) => facadeFor(module, address));
}

export function calls<T>(
    facades: IdentityDeletionProcessFacade[],
    call: (facade: IdentityDeletionProcessFacade) => Promise<T>
): Promise<T>[] {
    return Array.from({ length: concurrentCalls }, (_, index) => call(facades[index % facades.length]));
}

/** Puts the older name of Active into the one record that is there, as an older release would have left it. */
export async function storeAsApproved(port: PersistencePort): Promise<StoredRecord> {
    const [stored] = await allDue(port, endOfTime);
    if (stored === undefined) broken("An active process is due in the end.", "its record", "none");
    const approved = next(stored, withStatus(stored, "Approved"));
    await port.update(approved, stored.revision);
    return approved;
}

export function withStatus({ data }: StoredRecord, status: string): Pick<StoredRecord, "data"> {
    return { data: { ...data, process: { ...(jsonOf(data).process as JsonObject), status } } };
}

export function valueOf<T>(result: Result<T>): T {
    if (result.isError) broken("The facade's call succeeds.", "a success", describeFailure(result));
    return result.value;
}

export function expectError(obligation: string, result: Result<unknown>, code: string): void {
    if (result.isSuccess) broken(obligation, code, "a success");
    if (result.error.code !== code) broken(obligation, code, describeFailure(result));
}

/** Returns the value of the one success. */
export function expectOneSuccess<T>(results: Result<T>[], code: string): T {
    const successes = results.filter((result) => result.isSuccess);
    for (const result of results) {
        if (result.isError) expectError("Each call that loses learns why.", result, code);
    }
    expectEqual("Of concurrent calls exactly one succeeds.", successes.length, 1);
    return successes[0].value;
}

/** The cause is what the adapter threw. */
function describeFailure({ error }: Result<unknown>): string {
    return `${error.code}: ${error.message} (cause: ${String(error.cause)})`;
}
