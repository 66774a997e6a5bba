// What one more Identity scope costs on the heap while a host holds on to it.
import { IdentityDeletionModule } from "identity-deletion-process";
import { InMemoryPersistence } from "identity-deletion-process/memory";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { figure } from "./measure.mjs";
import { person } from "./people.mjs";

const scopeCount = 50_000;

export async function scopeHeap() {
    setFlagsFromString("--expose-gc");
    const collectGarbage = runInNewContext("gc");
    const module = await IdentityDeletionModule.create({
        lifecycle: "elsewhere",
        persistence: new InMemoryPersistence()
    });
    const identities = Array.from({ length: scopeCount }, (_, number) => person(number));
    const scopes = new Array(scopeCount);

    collectGarbage();
    const before = process.memoryUsage().heapUsed;
    for (let number = 0; number < scopeCount; number++) scopes[number] = module.forIdentity(identities[number]);
    collectGarbage();
    const bytes = (process.memoryUsage().heapUsed - before) / scopes.length;
    await module.close();
    return [figure("Scope: heap for one more Identity", bytes, "bytes", 2048)];
}
