import { DocumentDatabasePersistence } from "../adapters/docdb/index";
import type { Fetch } from "../backbone/client/Fetch";
import { BackboneAuthority, type BackboneAuthorityOptions } from "../backbone/index";
import { IdentityDeletionModule } from "../di/IdentityDeletionModule";
import type { IdentityScope } from "../di/IdentityScope";
import type { PersistencePort } from "../ports/PersistencePort";
import { AfterCommand } from "./AfterCommand";
import { aroundSynchronizations } from "./aroundSynchronizations";
import { Datawallet } from "./Datawallet";
import { DeletionController } from "./DeletionController";
import type { HostAccount, HostTransport } from "./Host";
import { HostEvents } from "./HostEvents";
import { HostProcesses } from "./HostProcesses";
import { importStockProcesses } from "./importStockProcesses";
import { replaceController } from "./replaceController";
import { fetchThrough, httpClientOf, tokensOf } from "./requests";
import { requireHost } from "./requireHost";

export interface AttachOptions {
    /**
     * Where the module keeps its records. Default: a collection of the account's database, of which LokiJS loses up to five
     * seconds when it is killed. With a durable store, such as `SqlitePersistence`, nothing is lost.
     */
    persistence?: PersistencePort;
    /** How the Backbone is talked to, as with `BackboneAuthority.connect`. */
    backbone?: Pick<
        BackboneAuthorityOptions,
        | "requestTimeoutInMs"
        | "lateArrivalInMs"
        | "waitForOthersInMs"
        | "clockToleranceInMs"
        | "maxAnswerInBytes"
        | "retry"
    >;
}

export interface AttachedDeletion {
    /** The module's own facade, and what a host can ask for in addition, for this account's Identity. */
    readonly scope: IdentityScope;
    /** Restores the account's own controller, waits for what is running, and closes what was opened here. Once is enough. */
    close(): Promise<void>;
}

/**
 * Puts the module below the facade of an enmeshed Runtime: call it between `AccountController.init()` and the Runtime's
 * `login`. From then on the Runtime's facade, use cases, events and routes work as they are, and underneath is this module.
 * `transport` is the host's own import of `@nmshd/transport`.
 *
 * What the Runtime knew before is imported, without a question. Rejects with a `TypeError` that says what is missing where
 * the account is of another shape or is not initialised, or where the module is attached to it already, and as
 * `IdentityDeletionModule.create` does; the account is then as it was.
 */
export async function attachTo(
    account: HostAccount,
    transport: HostTransport,
    options: AttachOptions = {}
): Promise<AttachedDeletion> {
    requireHost(account, transport);
    if (withModule.has(account)) {
        throw new TypeError(
            "The module is attached already to this account. Before it is attached again, call close() on what attachTo resolved with."
        );
    }
    withModule.add(account);
    try {
        const attached = await attach(account, transport, options);
        let closed: Promise<void> | undefined;
        const close = async (): Promise<void> => {
            closed ??= attached.close().finally(() => withModule.delete(account));
            await closed;
        };
        return { scope: attached.scope, close };
    } catch (error) {
        withModule.delete(account);
        throw error;
    }
}

const withModule = new WeakSet<HostAccount>();

async function attach(
    account: HostAccount,
    transport: HostTransport,
    options: AttachOptions
): Promise<AttachedDeletion> {
    const address = account.identity.address.toString();
    const send = fetchThrough(httpClientOf(account)!, options.backbone?.maxAnswerInBytes);
    let questions = 0;
    const fetch: Fetch = (url, request) => {
        if (request.method === "GET") questions++;
        return send(url, request);
    };
    const authority = BackboneAuthority.connect({
        ...options.backbone,
        url: account.config.baseUrl,
        // Whether that may be is the host's own decision, and made already.
        allowUnencrypted: true,
        fetch,
        tokens: tokensOf(account)
    });
    const hostProcesses = new HostProcesses(transport);
    const datawallet = await Datawallet.of(account, hostProcesses);
    const persistence = options.persistence ?? persistenceOf(account);
    await importStockProcesses(persistence, address, datawallet.processes);

    const events = new HostEvents(account, transport, hostProcesses);
    const created = IdentityDeletionModule.create({ persistence, eventBus: events.bus, authority });
    const module = await created.catch((error: unknown) => {
        events.close();
        throw error;
    });
    const scope = module.forIdentity({ address, deviceId: account.activeDevice.id.toString() });
    const afterCommand = new AfterCommand();
    const onCommand = (): void => afterCommand.begin();
    const controller = new DeletionController(
        scope,
        datawallet,
        transport,
        hostProcesses,
        async () => !events.isOpen && (await persistence.findCurrent(address).catch(() => [undefined])).length === 0,
        () => questions,
        onCommand
    );
    await controller.derive().catch(async (error: unknown) => {
        events.close();
        await module.close();
        throw error;
    });
    events.onChange = (process) => controller.onChange(process);
    const restoreController = replaceController(account, controller);
    const restoreSynchronizations = aroundSynchronizations(account, {
        run: (synchronize, name) =>
            events.holdingBack(async () => {
                const isAfterCommand = afterCommand.end();
                // Before the upload: what no datawallet has yet is then in this one.
                if (name === "syncEverything") await controller.look().catch(() => undefined);
                if (datawallet.mayHaveFailed) await controller.derive().catch(() => undefined);
                const synchronized = datawallet.during(synchronize);
                const value = await (isAfterCommand ? synchronized.catch(events.synchronizationFailed) : synchronized);
                if (datawallet.mayBeAhead) await controller.lookWhereOthersAreAhead().catch(() => undefined);
                return value;
            })
    });
    return {
        scope,
        close: async () => {
            restoreSynchronizations();
            restoreController();
            events.close();
            await module.close();
            await datawallet.settled();
        }
    };
}

function persistenceOf({ db, identityDeletionProcess }: HostAccount): PersistencePort {
    const { databaseType } = identityDeletionProcess.identityDeletionProcessCollection;
    return databaseType === "MongoDb"
        ? DocumentDatabasePersistence.overMongoDb({ database: db })
        : DocumentDatabasePersistence.overLokiJs({ database: db });
}
