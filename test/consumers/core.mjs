// An ES module, without any database driver installed.
import assert from "node:assert/strict";
import { createRequire } from "node:module";
import { ErrorCode, IdentityDeletionModule } from "identity-deletion-process";
import { InMemoryPersistence } from "identity-deletion-process/memory";

const required = createRequire(import.meta.url)("identity-deletion-process");
assert.equal(required.IdentityDeletionModule, IdentityDeletionModule);

const module = await IdentityDeletionModule.create({ persistence: new InMemoryPersistence() });
const { identityDeletionProcesses } = module.forIdentity({ address: "anyone", deviceId: "DVCxxxxxxxxxxxxxxxxx" });
const initiated = await identityDeletionProcesses.initiateIdentityDeletionProcess({ lengthOfGracePeriodInDays: 14 });
assert.equal(initiated.value.status, "Active");
const second = await identityDeletionProcesses.initiateIdentityDeletionProcess();
assert.equal(second.error.code, ErrorCode.activeIdentityDeletionProcessAlreadyExists);
await module.close();
