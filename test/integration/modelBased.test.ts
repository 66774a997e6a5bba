import fc from "fast-check";
import type { IdentityContext, IdentityDeletionModule, IdentityDeletionProcessFacade } from "../../src";
import { InMemoryPersistence } from "../../src/adapters/memory";
import { FixedClock } from "../../src/testing";
import { outcomeOf } from "../support/facadeCalls";
import { alice, alicesTablet, bob, createModule } from "../support/fixtures";
import { ProcessModel } from "../support/processModel";
import { RecordingEventBus } from "../support/RecordingEventBus";
import { jsonOf } from "../../src/domain/record/StoredRecord";

interface Real {
    module: IdentityDeletionModule;
    readonly clock: FixedClock;
    readonly eventBus: RecordingEventBus;
    readonly persistence: InMemoryPersistence;
}

type Command = fc.AsyncCommand<ProcessModel, Real>;
type Run = (model: ProcessModel, facade: IdentityDeletionProcessFacade, real: Real) => Promise<void>;

function command(name: string, identity: IdentityContext, run: Run, check: Command["check"] = () => true): Command {
    return {
        check,
        run: async (model, real) => await run(model, real.module.forIdentity(identity).identityDeletionProcesses, real),
        toString: () => `${name} by ${identity.deviceId}`
    };
}

const initiate = (who: IdentityContext, days?: number): Command =>
    command(`initiate(${days})`, who, async (model, facade) => {
        const result = await facade.initiateIdentityDeletionProcess({ lengthOfGracePeriodInDays: days });
        const drawnId = result.isSuccess ? result.value.id : "none";
        expect(model.ids()).not.toContain(drawnId);
        expect(outcomeOf(result)).toStrictEqual(model.initiate(who, days, drawnId));
    });

const cancel = (who: IdentityContext): Command =>
    command("cancel", who, async (model, facade) => {
        expect(outcomeOf(await facade.cancelIdentityDeletionProcess())).toStrictEqual(model.cancel(who));
    });

const getActive = (who: IdentityContext): Command =>
    command("getActive", who, async (model, facade) => {
        expect(outcomeOf(await facade.getActiveIdentityDeletionProcess())).toStrictEqual(model.getActive(who));
    });

/** One of all ids that were ever drawn, also those of the other Identity. */
const get = (who: IdentityContext, which: number): Command =>
    command(`get(${which})`, who, async (model, facade) => {
        const id = model.ids()[which] ?? "IDP00000000000000000";
        expect(outcomeOf(await facade.getIdentityDeletionProcess({ id }))).toStrictEqual(model.get(who, id));
    });

/** As what the lifecycle will do: begins or completes the deletion, directly in the store. */
const goOnDeleting = (who: IdentityContext): Command =>
    command(
        "goOnDeleting",
        who,
        async (model, _, { persistence }) => {
            const holder = model.holder(who)!;
            const status = holder.status === "Active" ? "Deleting" : "Deleted";
            const [record] = await persistence.findCurrent(who.address);
            const data = { process: { ...(jsonOf(record.data).process as object), status } };
            await persistence.update({ ...record, revision: record.revision + 1, dueAt: null, data }, record.revision);
            Object.assign(holder, { status });
        },
        (model) => {
            const holder = model.holder(who);
            return holder !== undefined && (holder.status === "Deleting" || model.isOver(holder));
        }
    );

const moveClock = (milliseconds: number): Command => ({
    check: () => true,
    run: async (model, real) => {
        model.now += milliseconds;
        real.clock.advance({ milliseconds });
        await Promise.resolve();
    },
    toString: () => `moveClock(${milliseconds})`
});

/** To the end of the grace period, or a little before or after it. */
const moveClockToEnd = (who: IdentityContext, offset: number): Command => ({
    check: (model) => model.holder(who) !== undefined,
    run: async (model, real) => {
        model.now = Date.parse(model.holder(who)!.gracePeriodEndsAt!) + offset;
        real.clock.set(new Date(model.now).toISOString());
        await Promise.resolve();
    },
    toString: () => `moveClockToEnd(${offset})`
});

const restart = (): Command => ({
    check: () => true,
    run: async (_, real) => {
        await real.module.close();
        const { clock, eventBus, persistence } = real;
        real.module = (await createModule({ clock, eventBus, persistence })).module;
    },
    toString: () => "restart"
});

const someone = fc.constantFrom(alice, alicesTablet, bob);
const days = fc.option(fc.oneof(fc.integer({ min: 0, max: 366 }), fc.double({ min: -1, max: 3, noNaN: true })), {
    nil: undefined
});
const day = 86_400_000;
const commands = fc.commands(
    [
        fc.tuple(someone, days).map(([who, length]) => initiate(who, length)),
        someone.map(cancel),
        someone.map(getActive),
        fc.tuple(someone, fc.nat({ max: 10 })).map(([who, which]) => get(who, which)),
        someone.map(goOnDeleting),
        fc.oneof(fc.integer({ min: -day, max: 3 * day }), fc.constantFrom(-1, 1)).map(moveClock),
        fc.tuple(someone, fc.constantFrom(-1, 0, 1)).map(([who, offset]) => moveClockToEnd(who, offset)),
        fc.constant(restart())
    ],
    { maxCommands: 60, size: "max" }
);

const byCreationThenId = (
    one: { createdAt?: string; id: string },
    other: { createdAt?: string; id: string }
): number => (`${one.createdAt} ${one.id}` < `${other.createdAt} ${other.id}` ? -1 : 1);

describe("The facade, used by two Identities on three devices under a moving clock", () => {
    test("does at every step what a simple model says", async () => {
        await fc.assert(
            fc.asyncProperty(commands, async (plan) => {
                const model = new ProcessModel();
                const options = {
                    clock: new FixedClock(),
                    eventBus: new RecordingEventBus(),
                    persistence: new InMemoryPersistence()
                };
                const real: Real = { ...options, module: (await createModule(options)).module };
                await fc.asyncModelRun(() => ({ model, real }), plan);

                const published = options.eventBus.events.map(({ eventTargetAddress, data }) => [
                    eventTargetAddress,
                    data
                ]);
                expect(published).toStrictEqual(model.published);
                for (const who of [alice, bob]) {
                    const facade = real.module.forIdentity(who).identityDeletionProcesses;
                    const all = (await facade.getIdentityDeletionProcesses()).value;
                    const created = all.map(({ createdAt }) => createdAt!);
                    expect(created).toEqual([...created].sort());
                    expect([...all].sort(byCreationThenId)).toStrictEqual([...model.all(who)].sort(byCreationThenId));
                }
            }),
            { numRuns: 250 }
        );
    });
});
