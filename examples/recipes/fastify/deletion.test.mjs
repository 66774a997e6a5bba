import assert from "node:assert/strict";
import { after, test } from "node:test";
import Fastify from "fastify";
import { IdentityDeletionModule } from "identity-deletion-process";
import { InMemoryPersistence } from "identity-deletion-process/memory";
import { deletion } from "./deletion.mjs";

const module = await IdentityDeletionModule.create({ persistence: new InMemoryPersistence(), lifecycle: "elsewhere" });
const fastify = Fastify({ forceCloseConnections: true });
// A header takes the place of your own login here.
const identityOf = (request) => ({ address: request.headers["x-user"], deviceId: "DVC00000000000000web" });
await fastify.register(deletion, { module, identityOf });
const url = await fastify.listen({ host: "127.0.0.1", port: 0 });

after(async () => await fastify.close());

const anna = { "x-user": "did:e:example.org:dids:anna" };
const json = { "content-type": "application/json" };

test("a person starts the deletion of their account, sees it, and cancels it", async () => {
    const call = async (method, body) => {
        const response = await fetch(`${url}/account/deletion`, {
            method,
            body,
            headers: body ? { ...anna, ...json } : anna
        });
        return { status: response.status, body: await response.json() };
    };
    assert.equal((await call("GET")).status, 404);
    const started = await call("POST", JSON.stringify({ lengthOfGracePeriodInDays: 14 }));
    assert.equal(started.status, 201);
    assert.equal(started.body.status, "Active");
    assert.equal((await call("POST", "{}")).status, 409);
    assert.deepEqual((await call("GET")).body, started.body);
    assert.equal((await call("DELETE")).body.status, "Cancelled");
    const refused = await call("POST", JSON.stringify({ lengthOfGracePeriodInDays: 0 }));
    assert.equal(refused.status, 400);
    assert.match(refused.body.message, /not allowed/);
});
