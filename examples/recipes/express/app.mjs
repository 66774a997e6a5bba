// The deletion of an account as three routes. Who is logged in is your app's to know: `identityOf` returns it.
import express from "express";
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

export function createApp(module, identityOf) {
    const app = express().use(express.json());
    const processesOf = (request) => module.forIdentity(identityOf(request)).identityDeletionProcesses;

    app.get("/account/deletion", async (request, response) => {
        answer(request, response, await processesOf(request).getActiveIdentityDeletionProcess());
    });
    app.post("/account/deletion", async (request, response) => {
        answer(request, response, await processesOf(request).initiateIdentityDeletionProcess(request.body), 201);
    });
    app.delete("/account/deletion", async (request, response) => {
        answer(request, response, await processesOf(request).cancelIdentityDeletionProcess());
    });
    return app;
}

function answer(request, response, result, status = 200) {
    if (result.isSuccess) {
        response.status(status).json(result.value);
        return;
    }
    const { code } = result.error;
    const message = messageFor(code, request.acceptsLanguages("en", "de") || "en");
    response.status(statuses[code] ?? 500).json({ code, message });
}
