import { LokiJsConnection } from "@js-soft/docdb-access-loki";
import { ApplicationError, DataEvent, EventEmitter2EventBus } from "@js-soft/ts-utils";
import type { HostAccount, HostProcess, HostTransport } from "../../../src/enmeshed";
import { fetchFrom, type InMemoryBackbone } from "../../../src/testing";

class HostRequestError extends ApplicationError {
    public constructor(
        public readonly method: string,
        public readonly path: string,
        _platformParameters: undefined,
        code: string,
        reason: string,
        public readonly requestId: string,
        public readonly status: number,
        public readonly object?: unknown
    ) {
        super(code, reason);
    }
}

class Process implements HostProcess {
    public readonly id: unknown;
    public readonly status: unknown;

    private constructor(json: object) {
        Object.assign(this, json);
    }

    public static from(json: object): Process {
        return new Process(json);
    }

    public toJSON(): object {
        return { ...this };
    }
}

class StatusChanged extends DataEvent<Process | undefined> {
    public constructor(
        public readonly eventTargetAddress: string,
        data?: Process
    ) {
        super("transport.identityDeletionProcessStatusChanged", data);
    }
}

/** What the transport package of a host would be. */
export const fakeTransport = {
    IdentityDeletionProcess: Process,
    IdentityDeletionProcessStatusChangedEvent: StatusChanged,
    RequestError: HostRequestError
} as unknown as HostTransport;

/** As much of an account as is taken from it, over LokiJS in memory; its requests reach the Backbone without a network. */
export class FakeAccount {
    public readonly heard: string[] = [];
    public uploads = 0;
    public uploadFails = false;
    /** What the last request was to read at most. */
    public maxContentLength: number | undefined;
    private token: Promise<string> | undefined;

    private constructor(
        public readonly host: HostAccount,
        public readonly collection: Awaited<ReturnType<typeof openCollection>>["synchronized"],
        private readonly connection: LokiJsConnection
    ) {}

    public static async of(
        backbone: InMemoryBackbone,
        { address, deviceId }: { address: string; deviceId: string },
        credentials: { username: string; password: string }
    ): Promise<FakeAccount> {
        const connection = LokiJsConnection.inMemory();
        const db = await connection.getDatabase("account");
        const { synchronized } = await openCollection(db);
        const send = fetchFrom(backbone);
        const eventBus = new EventEmitter2EventBus(() => undefined);
        const logIn = async (): Promise<string> => {
            const form = { grant_type: "password", client_id: "test", client_secret: "test", ...credentials };
            const answer = await send("https://b.example/connect/token", {
                method: "POST",
                headers: {},
                body: new URLSearchParams(form).toString()
            });
            const body = JSON.parse(await answer.text()) as { access_token: string; error?: string };
            if (answer.status === 200) return body.access_token;
            const parameters = [
                "post",
                "/connect/token",
                undefined,
                "error.transport.request.noAuthGrant",
                ""
            ] as const;
            throw new HostRequestError(...parameters, "", answer.status, body.error);
        };
        const axiosInstance = {
            request: async ({
                url,
                method,
                headers,
                data,
                signal,
                maxContentLength
            }: Parameters<typeof send>[1] & { url: string; data?: string; maxContentLength: number }) => {
                fake.maxContentLength = maxContentLength;
                const response = await send(url, {
                    method,
                    headers,
                    ...(data === undefined ? {} : { body: data }),
                    ...(signal && { signal })
                });
                const names = ["x-request-time", "retry-after"];
                const given = Object.fromEntries(names.map((name) => [name, response.headers.get(name)]));
                return { status: response.status, headers: given, data: await response.text() };
            }
        };
        const fake: FakeAccount = new FakeAccount(
            {
                identity: { address },
                activeDevice: { id: deviceId, getCredentials: () => credentials },
                config: { baseUrl: "https://b.example" },
                authenticator: {
                    getToken: () => (fake.token ??= logIn().catch((error: unknown) => fake.refused(error))),
                    clear: () => (fake.token = undefined)
                },
                db,
                transport: { eventBus },
                identityClient: {
                    checkIfIdentityIsDeleted: async (username: string) => {
                        const path = `/api/v2/Identities/IsDeleted?username=${username}`;
                        const answer = await send(`https://b.example${path}`, { method: "GET", headers: {} });
                        const body = JSON.parse(await answer.text()) as { result: { isDeleted: boolean } };
                        return { isSuccess: answer.status === 200, value: body.result };
                    }
                },
                identityDeletionProcess: {
                    identityDeletionProcessClient: { axiosInstance },
                    identityDeletionProcessCollection: synchronized
                },
                syncDatawallet: async () => fake.upload(),
                syncEverything: async () => fake.upload()
            },
            synchronized,
            connection
        );
        eventBus.subscribe("transport.identityDeletionProcessStatusChanged", (event: StatusChanged) => {
            fake.heard.push(event.data?.status as string);
        });
        return fake;
    }

    /** What a use case of the Runtime calls. */
    public get controller(): Record<string, (...parameters: unknown[]) => Promise<Process>> {
        return this.host.identityDeletionProcess as never;
    }

    public async close(): Promise<void> {
        await this.connection.close();
    }

    private async upload(): Promise<void> {
        if (this.uploadFails) throw new Error("no upload");
        this.uploads++;
    }

    private refused(error: unknown): never {
        this.token = undefined;
        throw error;
    }
}

async function openCollection(db: Awaited<ReturnType<LokiJsConnection["getDatabase"]>>) {
    const inner = await db.getCollection("IdentityDeletionProcess");
    const changes: string[] = [];
    const synchronized = {
        databaseType: "LokiJs",
        changes,
        /** The document as it was before the latest update. */
        updatedFrom: {},
        list: async () => (await inner.list()) as Record<string, unknown>[],
        create: async (process: HostProcess) => {
            changes.push("create");
            return (await inner.create(process.toJSON())) as unknown;
        },
        update: async (document: unknown, process: HostProcess) => {
            changes.push("update");
            synchronized.updatedFrom = { ...(document as object) };
            return (await inner.update(document, process.toJSON())) as unknown;
        }
    };
    return { synchronized };
}
