// One fresh process of startUp.mjs: does what its argument says and prints its own peak of resident memory in KB.
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
console.log(process.resourceUsage().maxRSS);

async function persistenceOf(kind) {
    if (kind === "sqlite") {
        const { SqlitePersistence } = await import("identity-deletion-process/sqlite");
        return SqlitePersistence.open(file);
    }
    const { InMemoryPersistence } = await import("identity-deletion-process/memory");
    return new InMemoryPersistence();
}
