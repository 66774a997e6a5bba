// One fresh process of startUp.mjs: does what its argument says and prints its own peak of resident memory in KB.
import { readFileSync } from "node:fs";

const [, , kind, file] = process.argv;

if (kind !== "empty") {
    const { IdentityDeletionModule } = await import("identity-deletion-process");
    const module = await IdentityDeletionModule.create({
        lifecycle: "elsewhere",
        persistence: await persistenceOf(kind)
    });
    const { identityDeletionProcesses } = module.forIdentity({
        address: "did:e:x:dids:1",
        deviceId: "DVCbenchmarkdevice01"
    });
    const result = await identityDeletionProcesses.initiateIdentityDeletionProcess();
    if (result.isError) throw result.error;
    await module.close();
}
console.log(peakInKilobytes());

/**
 * Not `maxRSS`: on Linux a child begins with the peak of the process that spawned it, so a benchmark that is larger than its
 * children would see its own. The peak of the address space itself begins anew with each program.
 */
function peakInKilobytes() {
    if (process.platform !== "linux") return process.resourceUsage().maxRSS;
    return Number(/^VmHWM:\s*(\d+) kB$/m.exec(readFileSync("/proc/self/status", "utf8"))[1]);
}

async function persistenceOf(kind) {
    if (kind === "sqlite") {
        const { SqlitePersistence } = await import("identity-deletion-process/sqlite");
        return SqlitePersistence.open(file);
    }
    const { InMemoryPersistence } = await import("identity-deletion-process/memory");
    return new InMemoryPersistence();
}
