// What a host in TypeScript writes: its own account and its own import fit without a cast.
import * as transport from "@nmshd/transport";
import { attachTo, type AttachedDeletion } from "identity-deletion-process/enmeshed";
import { SqlitePersistence } from "identity-deletion-process/sqlite";

export async function attach(account: transport.AccountController): Promise<AttachedDeletion> {
    return await attachTo(account, transport);
}

export async function attachDurably(account: transport.AccountController): Promise<AttachedDeletion> {
    return await attachTo(account, transport, { persistence: SqlitePersistence.open("deletion.db") });
}
