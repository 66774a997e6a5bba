import { writeFileSync } from "node:fs";
import { join } from "node:path";
import type { PersistencePort } from "../../../src";
import { InMemoryPersistence } from "../../../src/adapters/memory";
import type { LifecycleOptions } from "../../../src/lifecycle";
import { FixedClock } from "../../../src/testing";
import { alice } from "../../support/fixtures";
import { runCli, temporaryFolder, type CliOptions, type CliRun } from "./runCli";

export const folder = temporaryFolder();
const keyFile = join(folder, "key");
const database = join(folder, "identities.db");
export const file = join(folder, "deleters.cjs");

beforeAll(() => {
    writeFileSync(keyFile, Buffer.from(Array.from({ length: 32 }, (_, index) => index)).toString("hex"), {
        mode: 0o600
    });
    for (const path of [database, file]) writeFileSync(path, "");
});

export type HostFile = Partial<LifecycleOptions> & { options?: Partial<LifecycleOptions>; close?: () => unknown };

/** A memory store with a host's file next to it. */
export function cli(host: HostFile = {}, persistence: PersistencePort = new InMemoryPersistence()) {
    const clock = new FixedClock();
    const deleted: string[] = [];
    const exported = {
        deleters: [{ name: "files", deleteIdentityData: async (address: string) => void deleted.push(address) }],
        notifier: "none",
        ...host
    };
    const variables = {
        IDENTITY_DELETION_DATABASE: database,
        IDENTITY_DELETION_PSEUDONYM_KEY_FILE: keyFile,
        IDENTITY_DELETION_DELETERS: file
    };
    const importFile = async (): Promise<unknown> => exported;
    const options = { variables, clock, importFile, openPersistence: () => persistence };
    const call = async (line: string, more: CliOptions = {}): Promise<CliRun> =>
        await runCli(line.split(" "), { ...options, ...more });
    const initiate = async ({ address, deviceId } = alice): Promise<void> => {
        const run = await call(`identityDeletion init --yes --identity ${address} --device ${deviceId}`);
        expect(run.exitCode).toBe(0);
    };
    return { call, clock, deleted, initiate, variables };
}

export const failing = [
    {
        name: "files",
        deleteIdentityData: async (address: string) => {
            throw new RangeError(`cannot delete ${address}`);
        }
    }
];

export function valueOf({ stdout }: CliRun): unknown {
    return (JSON.parse(stdout) as { value: unknown }).value;
}
