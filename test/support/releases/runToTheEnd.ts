import type { PersistencePort } from "../../../src";
import { Lifecycle } from "../../../src/lifecycle";
import { PseudonymKey, pseudonymize } from "../../../src/pseudonymization";
import { Continuation, type KeptStore, statesOf } from "./KeptStore";
import { allStates, keyBytes, personIn, type State } from "./people";

/** What a lifecycle does with a kept store from its story's end on, each Identity named by its state. Runs in a browser, too. */
export interface Ending {
    /** Whose deleters ran at the first moment, when those that wait for their next attempt are not due. */
    readonly deletersAtFirst: readonly string[];
    /** `files of …`, each as often as it ran. */
    readonly deleters: readonly string[];
    readonly reminders: readonly {
        readonly state: string;
        readonly daysBeforeEnd: number;
        readonly isInTime: boolean;
    }[];
    readonly notices: readonly string[];
    /** Those that waited for an operator when all else was over. */
    readonly parked: readonly string[];
    /** The statuses of the Identity's processes at the end. */
    readonly statuses: Readonly<Partial<Record<State, readonly string[]>>>;
    /** Whose address the store still holds. */
    readonly named: readonly string[];
    readonly isAnythingPlanned: boolean;
}

/** By then every grace period of the stories is over. */
const days = 60;

/** The Identities in the states `cancelling` cancel before the first run. A store without a key is converted first. */
export async function runToTheEnd(store: KeptStore, cancelling: readonly State[]): Promise<Ending> {
    const continuation = await Continuation.of(store.withKey ? store : converted(store));
    const { clock } = continuation;
    const [deleters, reminders, notices]: [string[], Ending["reminders"][number][], string[]] = [[], [], []];
    const configured = Lifecycle.configure({
        deleters: ["files", "rows"].map((name, index) => ({
            name,
            dependsOn: ["files"].slice(0, index),
            deleteIdentityData: async (address) => void deleters.push(`${name} of ${stateOf(address)}`)
        })),
        notifier: {
            remind: async ({ address, daysBeforeEnd, gracePeriodEndsAt }) => {
                const isInTime = clock.now().toISO()! < gracePeriodEndsAt;
                reminders.push({ state: stateOf(address), daysBeforeEnd, isInTime });
            },
            notifyOfDeletion: async ({ address }) => void notices.push(stateOf(address))
        },
        random: () => 0
    });
    const module = await continuation.module({ lifecycle: configured });
    const lifecycle = module.lifecycle as Lifecycle;
    try {
        for (const state of cancelling) {
            const { identityDeletionProcesses } = module.forIdentity(personIn(state));
            const result = await identityDeletionProcesses.cancelIdentityDeletionProcess();
            if (result.isError) throw new Error(`${state} cannot cancel: ${result.error.code}`);
        }
        await lifecycle.runDue();
        const deletersAtFirst = [...deleters];
        // Soon enough for the final notices that failed.
        clock.advance({ hours: 2 });
        await lifecycle.runDue();
        for (let day = 0; day < days; day++) {
            clock.advance({ days: 1 });
            await lifecycle.runDue();
        }
        const parked = (await lifecycle.failed()).map(({ processId }) => stateOfProcess(store, processId!));
        await lifecycle.retryAll();
        await lifecycle.runDue();
        const statuses: Partial<Record<State, readonly string[]>> = {};
        for (const state of statesOf(store, allStates)) {
            const list = await module
                .forIdentity(personIn(state))
                .identityDeletionProcesses.getIdentityDeletionProcesses();
            statuses[state] = list.value.map(({ status }) => status);
        }
        const isAnythingPlanned = (await lifecycle.status()).nextDueAt !== undefined;
        await module.close();
        const named = await namedIn(continuation.port());
        return { deletersAtFirst, deleters, reminders, notices, parked, statuses, named, isAnythingPlanned };
    } finally {
        await continuation.close();
    }
}

function converted(store: KeptStore): KeptStore {
    return {
        story: store.story,
        withKey: true,
        copy: async () => {
            const openPort = await store.copy();
            await pseudonymize(openPort(), PseudonymKey.of(keyBytes));
            return openPort;
        }
    };
}

/** As another program would read it. */
async function namedIn(port: PersistencePort): Promise<string[]> {
    await port.open();
    const text = JSON.stringify(await port.scan(undefined, 1_000));
    await port.close();
    return allStates.filter((state) => text.includes(personIn(state).address));
}

function stateOf(address: string): string {
    return allStates.find((state) => personIn(state).address === address) ?? `nobody with ${address}`;
}

function stateOfProcess({ story }: KeptStore, id: string): string {
    return Object.entries(story.processIds).find(([, ids]) => ids.includes(id))?.[0] ?? id;
}
