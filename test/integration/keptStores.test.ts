import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { answersIn, none, wayOutOf } from "../support/releases/answers";
import { cancelling, expectEnding } from "../support/releases/expectEnding";
import { expectedAnswers } from "../support/releases/expectedAnswers";
import { runToTheEnd } from "../support/releases/runToTheEnd";
import { statesOf } from "../support/releases/KeptStore";
import { keptReleases, keptStore, kinds, variants, type Workshop } from "../support/releases/keptStores";
import { allStates } from "../support/releases/people";
import { PostgresServer } from "../support/PostgresServer";

jest.setTimeout(30_000);

let workshop: Workshop;

beforeAll(async () => {
    const folder = await mkdtemp(join(tmpdir(), "identity-deletion-kept-"));
    workshop = { folder, server: await PostgresServer.start() };
});

afterAll(async () => {
    await workshop.server.remove();
    await rm(workshop.folder, { recursive: true });
});

const stores = keptReleases.flatMap((release) =>
    kinds.flatMap((kind) =>
        variants.map((variant) => ({
            name: `${kind} store of ${release}, ${variant.variant}`,
            store: keptStore(release, kind, variant, () => workshop)
        }))
    )
);

describe.each(stores)("The $name", ({ store }) => {
    test.each(statesOf(store, allStates))("answers the Identity in the state %s as it was promised", async (state) => {
        const { list, byId, ...answers } = await answersIn(store, state);
        const { list: statuses, ...expected } = expectedAnswers[state];
        expect(answers).toStrictEqual(expected);
        expect(list.map(({ status }) => status)).toStrictEqual(statuses);
        const known = store.story.processIds[state] ?? [];
        expect(list.map(({ id }) => id)).toEqual(expect.arrayContaining([...known]));
        expect(byId).toStrictEqual(known.map((id) => list.find((process) => process.id === id)!.status));
    });

    test.each(statesOf(store, ["activeEarly", "importedApproved", "importedActive", "none", "cancelledOnly"]))(
        "hides no process of a Backbone that decides from now on, and has a way out of both: %s",
        async (state) => {
            const seen = await wayOutOf(store, state, "backbone", { processAtTheBackbone: true });
            if (state !== "none" && state !== "cancelledOnly") expect(seen.active).not.toBe(none);
            expect(seen).toMatchObject({ openAtTheBackbone: [], atLast: [none, "Active"] });
        }
    );

    test.each(statesOf(store, ["backboneActive", "backboneTwoOpen"]))(
        "does not hide what a Backbone had decided from a host that decides itself, and has a way out: %s",
        async (state) => {
            const seen = await wayOutOf(store, state, "local");
            expect(seen.active).not.toBe(none);
            expect(seen.list).toContain("Active");
            expect(seen.atLast).toStrictEqual([none, "Active"]);
        }
    );

    test("is run to the end: what is due is deleted, and nobody else", async () => {
        expectEnding(store, await runToTheEnd(store, cancelling));
    });
});
