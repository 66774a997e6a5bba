// The deletion of an account as a plugin. `options.identityOf(request)` says who is logged in.
import { ErrorCode } from "identity-deletion-process";
import { messageFor } from "identity-deletion-process/messages";

const statuses = {
    [ErrorCode.noActiveIdentityDeletionProcess]: 404,
    [ErrorCode.activeIdentityDeletionProcessAlreadyExists]: 409,
    [ErrorCode.gracePeriodHasExpired]: 409,
    [ErrorCode.identityIsDeleted]: 410,
    [ErrorCode.invalidPropertyValue]: 400,
    [ErrorCode.storeUnavailable]: 503
};

export async function deletion(fastify, { module, identityOf }) {
    const processesOf = (request) => module.forIdentity(identityOf(request)).identityDeletionProcesses;

    fastify.get("/account/deletion", async (request, reply) =>
        answer(request, reply, await processesOf(request).getActiveIdentityDeletionProcess())
    );
    fastify.post("/account/deletion", async (request, reply) =>
        answer(request, reply, await processesOf(request).initiateIdentityDeletionProcess(request.body), 201)
    );
    fastify.delete("/account/deletion", async (request, reply) =>
        answer(request, reply, await processesOf(request).cancelIdentityDeletionProcess())
    );
    fastify.addHook("onClose", async () => await module.close());
}

function answer(request, reply, result, status = 200) {
    if (result.isSuccess) return reply.code(status).send(result.value);
    const { code } = result.error;
    const message = messageFor(code, request.headers["accept-language"]);
    return reply.code(statuses[code] ?? 500).send({ code, message });
}
