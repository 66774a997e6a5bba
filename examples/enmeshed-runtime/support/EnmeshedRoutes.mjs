import transport from "@nmshd/transport";
import crypto from "@nmshd/crypto";

/**
 * The rest of a Backbone, as far as a Runtime needs it to register an Identity, to onboard a second device and to
 * synchronise: challenges, identities, devices, the datawallet and its sync runs. In memory, together with the deletion processes of
 * the `InMemoryBackbone` whose `answerFurther` it is.
 */
export class EnmeshedRoutes {
    /** External events that wait for a device to fetch them, by the Identity's address. */
    #events = new Map();
    #wallets = new Map();
    #syncRuns = new Map();
    #sequence = 0;
    /** Asked for each route, such as `POST Datawallet/Modifications`; what it returns is answered instead. */
    intercept;

    constructor(backbone, now = () => new Date()) {
        this.backbone = backbone;
        this.now = now;
        backbone.answerFurther = (request, caller) => this.#answer(request, caller);
    }

    /** As the real one does for a process that support or the deletion job has changed. */
    addExternalEvent(address, type, payload) {
        const events = this.#eventsOf(address);
        const event = { id: this.#newId("EXE"), type, index: events.length, createdAt: this.now().toISOString() };
        events.push({ ...event, syncErrorCount: 0, payload });
    }

    modificationsOf(address) {
        return this.#walletOf(address).modifications;
    }

    async #answer(request, caller) {
        const [path, query] = request.path.split("?");
        const route = `${request.method} ${path.replace(/^\/api\/v2\//, "").replace(/\b(SYR|DVC|IDP)[A-Za-z0-9]{17}/g, "{id}")}`;
        const body = request.body === "" ? {} : JSON.parse(request.body);
        const intercepted = await this.intercept?.(route, caller, body);
        if (intercepted !== undefined) return intercepted;
        const { address, deviceId } = caller;
        const ids = path.match(/\b(?:SYR|DVC)[A-Za-z0-9]{17}/) ?? [];
        const given = { address, deviceId, body, id: ids[0], query: new URLSearchParams(query) };
        const anonymous = this.#anonymous[route];
        if (anonymous !== undefined) return answer(200, await anonymous(given));
        const answerRoute = this.#authenticated[route];
        if (answerRoute === undefined) return undefined;
        if (deviceId === undefined) return answer(401);
        if (address === undefined) return answer(404);
        const result = answerRoute(given);
        return result === "datawalletNotUpToDate" ? notUpToDate() : answer(200, result);
    }

    #anonymous = {
        "POST Challenges": () => this.#challenge(),
        "POST Identities": ({ body }) => this.#register(body),
        "GET Tags": () => ({ supportedLanguages: ["en"], tagsForAttributeValueTypes: {} }),
        "GET /api/version": () => ({ majorVersion: 6 })
    };

    #authenticated = {
        "PUT Devices/Self/Password": ({ deviceId, body }) => this.backbone.changePassword(deviceId, body.newPassword),
        "POST Devices": ({ address, deviceId, body }) => this.#addDevice(address, deviceId, body),
        "PUT Devices/Self": () => undefined,
        "GET Devices/Self": ({ deviceId }) => ({ id: deviceId, communicationLanguage: "en", isBackupDevice: false }),
        "GET Datawallet": ({ address }) => ({ version: this.#walletOf(address).version }),
        "GET Datawallet/Modifications": ({ address, query }) => {
            const after = Number(query.get("localIndex") ?? -1);
            return paged(this.#walletOf(address).modifications.filter(({ index }) => index > after));
        },
        "POST Datawallet/Modifications": ({ address, deviceId, body }) =>
            (body.localIndex ?? -1) < this.#walletOf(address).modifications.length - 1
                ? "datawalletNotUpToDate"
                : this.#upload(address, deviceId, body.modifications),
        "POST SyncRuns": ({ address, deviceId, body }) => this.#startSyncRun(address, deviceId, body),
        "GET SyncRuns/{id}/ExternalEvents": ({ id }) => paged(this.#syncRuns.get(id).events),
        "PUT SyncRuns/{id}/FinalizeExternalEventSync": ({ address, deviceId, body, id }) => {
            this.#eventsOf(address).splice(0, this.#syncRuns.get(id).events.length);
            const { newIndex, modifications } = this.#upload(address, deviceId, body.datawalletModifications ?? []);
            return {
                newDatawalletModificationIndex: newIndex,
                datawalletModifications: modifications,
                newUnsyncedExternalEventsExist: this.#eventsOf(address).length > 0
            };
        },
        "PUT SyncRuns/{id}/FinalizeDatawalletVersionUpgrade": ({ address, deviceId, body }) => {
            this.#walletOf(address).version = body.newDatawalletVersion;
            const { newIndex, modifications } = this.#upload(address, deviceId, body.datawalletModifications ?? []);
            return { newDatawalletModificationIndex: newIndex, datawalletModifications: modifications };
        }
    };

    #challenge() {
        const expiresAt = new Date(this.now().getTime() + 600_000).toISOString();
        return { id: this.#newId("CHL"), expiresAt, createdBy: null, createdByDevice: null };
    }

    async #register({ identityPublicKey, devicePassword }) {
        const publicKey = crypto.CryptoSignaturePublicKey.fromBase64(identityPublicKey);
        const { address } = await transport.IdentityUtil.createAddress(publicKey, "127.0.0.1");
        const { id, username } = this.#newDevice();
        this.backbone.addIdentity(address, [{ deviceId: id, username, password: devicePassword }]);
        return { address, createdAt: this.now().toISOString(), device: { id, username } };
    }

    #addDevice(address, createdByDevice, { devicePassword, isBackupDevice = false }) {
        const { id, username } = this.#newDevice();
        this.backbone.addDevice(address, { deviceId: id, username, password: devicePassword });
        return { id, username, createdAt: this.now().toISOString(), createdByDevice, isBackupDevice };
    }

    #upload(address, deviceId, uploaded) {
        const { modifications } = this.#walletOf(address);
        const added = uploaded.map((modification) => {
            const more = { payloadCategory: null, encryptedPayload: null, ...modification };
            const created = {
                id: this.#newId("DWM"),
                index: modifications.length,
                createdAt: this.now().toISOString()
            };
            modifications.push({ ...more, ...created, createdByDevice: deviceId });
            return created;
        });
        return { newIndex: modifications.length - 1, modifications: added };
    }

    #startSyncRun(address, deviceId, { type }) {
        const events = type === "DatawalletVersionUpgrade" ? [] : [...this.#eventsOf(address)];
        if (events.length === 0 && type !== "DatawalletVersionUpgrade") return { status: "NoNewEvents", syncRun: null };
        const id = this.#newId("SYR");
        this.#syncRuns.set(id, { events });
        const createdAt = this.now().toISOString();
        const syncRun = {
            id,
            type,
            index: this.#sequence,
            expiresAt: new Date(this.now().getTime() + 60_000).toISOString()
        };
        return {
            status: "Created",
            syncRun: { ...syncRun, createdAt, createdBy: address, createdByDevice: deviceId, eventCount: events.length }
        };
    }

    #newDevice() {
        const id = this.#newId("DVC");
        return { id, username: `USR${id.slice(3)}` };
    }

    #newId(prefix) {
        return prefix + (++this.#sequence).toString(36).toUpperCase().padStart(17, "0");
    }

    #eventsOf(address) {
        return this.#events.get(address) ?? this.#events.set(address, []).get(address);
    }

    #walletOf(address) {
        const wallet = this.#wallets.get(address) ?? { version: 0, modifications: [] };
        this.#wallets.set(address, wallet);
        return wallet;
    }
}

/** Another device has uploaded something that this one does not have yet. */
function notUpToDate() {
    const code = "error.platform.validation.datawallet.datawalletNotUpToDate";
    const error = { id: "ERR00000000000000001", code, message: "", docs: "", time: new Date().toISOString() };
    return { status: 400, headers: { "content-type": "application/json" }, body: JSON.stringify({ error }) };
}

function paged(items) {
    const pagination = {
        pageNumber: 1,
        pageSize: Math.max(1, items.length),
        totalPages: 1,
        totalRecords: items.length
    };
    return { result: items, pagination };
}

function answer(status, result) {
    if (status !== 200) return { status, headers: {}, body: "" };
    const body = result?.pagination === undefined ? { result: result ?? {} } : result;
    return { status, headers: { "content-type": "application/json" }, body: JSON.stringify(body) };
}
