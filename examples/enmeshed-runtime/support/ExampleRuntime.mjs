import loki from "@js-soft/docdb-access-loki";
import tsUtils from "@js-soft/ts-utils";
import consumption from "@nmshd/consumption";
import runtime from "@nmshd/runtime";
import transport from "@nmshd/transport";

const nothing = () => undefined;
const silent = { trace: nothing, debug: nothing, info: nothing, warn: nothing, error: nothing, fatal: nothing };

/** A Runtime as an app or a connector has it, with one account, over a LokiJS database in memory or in a folder. */
export class ExampleRuntime extends runtime.Runtime {
    services;
    attached;

    constructor(url, { folder, connection, attach, sharedSecret, headers } = {}) {
        const transportLibrary = {
            ...{ baseUrl: url, platformClientId: "test", platformClientSecret: "test" },
            ...{ allowIdentityCreation: true, datawalletEnabled: true, platformAdditionalHeaders: headers }
        };
        const decider = { enabled: false, location: "@nmshd/runtime:DeciderModule" };
        const bus = new tsUtils.EventEmitter2EventBus((error) => console.error(error));
        super({ transportLibrary, modules: { decider } }, { getLogger: () => silent }, bus);
        Object.assign(this, { folder, connection, attach, sharedSecret });
    }

    static async start(url, options) {
        const started = new this(url, options);
        await started.init();
        await started.start();
        return started;
    }

    get account() {
        return this.getAccountController();
    }

    async createDatabaseConnection() {
        if (this.connection !== undefined) return this.connection;
        return this.folder === undefined ? loki.LokiJsConnection.inMemory() : new loki.LokiJsConnection(this.folder);
    }

    async initAccount() {
        const database = await this.databaseConnection.getDatabase("account");
        const account = new transport.AccountController(this.transport, database, this.transport.config);
        await account.init(this.sharedSecret);
        // The one line that a host adds.
        this.attached = await this.attach?.(account, transport);
        const consumptionController = await new consumption.ConsumptionController(this.transport, account, {
            setDefaultOwnerNames: false
        }).init();
        this.services = await this.login(account, consumptionController);
    }

    get processes() {
        return this.services.transportServices.identityDeletionProcesses;
    }

    get accountFacade() {
        return this.services.transportServices.account;
    }

    async getServices() {
        return this.services;
    }

    async getHealth() {
        return { isHealthy: true, services: {} };
    }

    /** It has none but the Runtime's own. */
    async loadModule() {
        return undefined;
    }

    async stop() {
        await this.attached?.close();
        await super.stop();
        await this.databaseConnection.close();
    }
}
