import type { StoredRecord } from "../../src/ports/PersistencePort";
import { persistenceContract, type ContractSubject } from "../../src/testing";
import * as allRecords from "../support/brokenAdapters/allRecords";
import * as aliasing from "../support/brokenAdapters/aliasing";
import * as blind from "../support/brokenAdapters/blind";
import * as current from "../support/brokenAdapters/current";
import * as data from "../support/brokenAdapters/data";
import * as failures from "../support/brokenAdapters/failures";
import * as groups from "../support/brokenAdapters/groups";
import * as isolation from "../support/brokenAdapters/isolation";
import * as life from "../support/brokenAdapters/life";
import * as order from "../support/brokenAdapters/order";
import * as openAndClose from "../support/brokenAdapters/openAndClose";
import { RecordingRunner } from "../support/brokenAdapters/RecordingRunner";
import * as refusals from "../support/brokenAdapters/refusals";
import * as revisions from "../support/brokenAdapters/revisions";
import { SimplePersistence } from "../support/brokenAdapters/SimplePersistence";
import { simpleSubject } from "../support/brokenAdapters/simpleSubject";
import * as slots from "../support/brokenAdapters/slots";
import * as strings from "../support/brokenAdapters/strings";
import * as unseen from "../support/brokenAdapters/unseen";

type Adapter = new (records: StoredRecord[]) => SimplePersistence;

/** For each group of the contract the adapters that it must fail, and the test that must find each out. */
const brokenAdapters: Readonly<Record<string, [Adapter, string][]>> = {
    "life of a port": [
        [life.ClosesForEverybody, "leaves other open ports alone when it is closed"],
        [life.UndecidedDurability, "says whether it is durable, the same for each port"]
    ],
    "open and close": [
        [openAndClose.UsableBeforeOpen, "answers everything with unavailable before it is opened"],
        [life.SecondOpenEmpties, "may be opened more than once"],
        [openAndClose.TwoOpensReject, "may be opened more than once at the same moment"],
        [life.UsableAfterClose, "answers everything with unavailable once it is closed"],
        [life.EmptyAfterClose, "answers everything with unavailable once it is closed"],
        [failures.ThrowsAtOnce, "answers everything with unavailable once it is closed"],
        [openAndClose.WorksWhileClosing, "answers everything with unavailable from the moment that close is called"],
        [openAndClose.SecondCloseRejects, "may be closed more than once, also at the same moment"],
        [openAndClose.CloseWithoutOpenRejects, "may be closed without having been opened"],
        [openAndClose.OpensAfterClose, "may be closed while it is being opened"],
        [openAndClose.ReopenNotFound, "works again, or is unavailable, when it is opened after it was closed"],
        [openAndClose.DriverErrorAtClose, "ends the calls that are under way when it is closed"],
        [openAndClose.LiesAtClose, "has told the truth about the writes that were under way when it was closed"],
        [openAndClose.OpensWhatIsNewer, "refuses a database of a newer version, each time"],
        [openAndClose.WritesItsVersion, "refuses a database of a newer version, each time"]
    ],
    "data and fields": [
        [data.DropsUnknownData, "returns exactly: what the core keeps"],
        [data.MergesData, "replaces data wholly by an update"],
        [data.CutsLongStrings, "returns exactly: long strings"],
        [data.ShallowData, "returns exactly: as many levels as the core may keep"],
        [data.SmallData, "returns exactly: as much as the core may keep"],
        [data.RevisionsOfFourBytes, "returns dates and revisions at their bounds"],
        [data.ComparesFourBytes, "compares revisions wholly, up to the greatest"],
        [data.NoYearZero, "returns dates and revisions at their bounds"],
        [data.RoundsNumbers, "returns exactly: fractions and large numbers"],
        [data.KeepsCreation, "changes every field but key and identityKey by an update"],
        [data.AnswersWithColumns, "returns exactly: nothing"],
        [data.AnswersWithMore, "returns exactly: nothing"]
    ],
    "strings at their bounds": [
        [strings.CutsKeys, "stores the longest strings: ASCII characters"],
        [strings.CutsKeys, "tells keys apart that differ by little, also in their last character"],
        [strings.CutsIdentityKeys, "stores the longest strings: ASCII characters"],
        [strings.CutsSlots, "holds slots, keys and lookups of the greatest length"],
        [strings.CutsWhatIsTooLong, "stores what is too long as it is, or refuses it, and never cuts it"],
        [strings.CutsLookups, "tells lookups apart that differ by little, also in their last character"],
        [strings.RefusesLongIdentityKeys, "stores the longest strings: ASCII characters"],
        [strings.CountsBytes, "stores the longest strings: characters of three bytes"],
        [strings.ReplacesNoncharacters, "stores the longest strings: U+FFFD and U+FFFF"],
        [strings.IgnoresCaseOfKeys, "tells keys apart that differ by little, also in their last character"],
        [
            strings.EscapesShortSlots,
            "tells Identities apart where one key has escape characters and the other has what they stand for"
        ],
        [
            strings.EscapesShortIdentityKeys,
            "tells Identities apart where one key has escape characters and the other has what they stand for"
        ],
        [
            strings.EscapesShortLookups,
            "tells lookups apart where one has escape characters and the other has what they stand for"
        ]
    ],
    slots: [
        [slots.RemembersFreeSlots, "sees at once what another port has taken and left"],
        [slots.TwoInOneSlot, "refuses a second record in one slot"],
        [slots.SlotUncheckedByUpdate, "refuses an update into a slot that another record holds"],
        [slots.LooksBeforeItInserts, "lets exactly one of many concurrent inserts into one slot win"],
        [slots.LooksBeforeItInserts, "lets exactly one of many concurrent inserts of one key win"],
        [slots.LooksBeforeItInserts, "lets exactly one of many concurrent inserts of one lookup win"],
        [revisions.ComparesBeforeItSets, "lets exactly one of many concurrent updates into one slot win"],
        [revisions.HalfWritesRefusedUpdate, "refuses an update into a slot that another record holds"]
    ],
    "slots that are freed": [slots.TwoInOneSlot, slots.FailsInDeadlocks].map((adapter): [Adapter, string] => [
        adapter,
        "lets at most one of many inserts win a slot that is freed at the same moment"
    ]),
    "compare-and-set": [
        [revisions.LostUpdate, "refuses an update of another revision than the stored one"],
        [revisions.LostUpdate, "loses no update of writers that read, change, and try again when they are refused"],
        [revisions.RevisionAsLowerBound, "refuses an update of another revision than the stored one"],
        [revisions.DeletesAnyRevision, "refuses to delete another revision than the stored one"],
        [revisions.ComparesBeforeItSets, "lets exactly one of many concurrent updates of one revision win"],
        [revisions.ComparesBeforeItSets, "never lets an update and a delete of one revision both win"],
        [revisions.HalfWritesStaleUpdate, "refuses an update of another revision than the stored one"],
        [
            blind.NothingCanBeUpdated,
            "loses no update of writers that read, change, and try again when they are refused"
        ],
        [revisions.RemembersWhatItRead, "shows a resolved write to a read through any port"]
    ],
    "kinds of failures": [
        [slots.SlotTakenSaidAsDuplicate, "insert says slotTaken where another record holds the slot"],
        [failures.DriverErrorEscapes, "insert says slotTaken where another record holds the slot"],
        [failures.RejectsWithText, "insert says slotTaken where another record holds the slot"],
        [failures.MissingSaidAsStale, "update says notFound where there is no such record"],
        [failures.DeleteOfNothingResolves, "delete says notFound where there is no such record"],
        [failures.DuplicateOverwrites, "insert says duplicate where another record has the key, of whatever Identity"],
        [revisions.UpdateThatInserts, "update says notFound where there is no such record"],
        [revisions.HalfWritesRefusedUpdate, "update says duplicate where another record has the new lookup"]
    ],
    "order of refusals": [
        [refusals.DuplicateBeforeSlotTaken, "insert says slotTaken before duplicate"],
        [refusals.SlotTakenBeforeNotFound, "update says notFound before everything else"],
        [refusals.SlotTakenBeforeStale, "update says staleRevision before slotTaken and duplicate"],
        [refusals.UpdateDuplicateFirst, "update says slotTaken before duplicate"],
        [refusals.StaleBeforeNotFound, "delete says notFound before staleRevision"]
    ],
    "refusals change nothing": [
        [refusals.RefusedInsertTakesLookup, "keeps everything as it was by an insert into a slot that is held"],
        [failures.DuplicateOverwrites, "keeps everything as it was by an insert of a key or lookup that is held"],
        [refusals.RefusedUpdateGivesUpSlot, "keeps everything as it was by an update that is stale"],
        [revisions.HalfWritesStaleUpdate, "keeps everything as it was by an update that is stale"],
        [
            refusals.RefusedUpdateGivesUpSlot,
            "keeps everything as it was by an update into a slot or lookup that is held"
        ],
        [revisions.UpdateThatInserts, "keeps everything as it was by a change of what is not there"],
        [refusals.RefusedDeleteDropsDue, "keeps everything as it was by a delete that is stale"],
        [refusals.DeletedLookupStays, "frees the key, the slot and the lookup of what is deleted"],
        [refusals.DeletedKeyStays, "frees the key, the slot and the lookup of what is deleted"],
        [refusals.DeletedSlotStays, "frees the key, the slot and the lookup of what is deleted"],
        [refusals.LeftLookupStays, "frees the slot and the lookup that a record leaves, and holds those that it takes"]
    ],
    isolation: [
        [isolation.ListsByPrefix, "keeps Identities apart whose keys look alike, by every read"],
        [isolation.IgnoresCaseOfIdentities, "keeps Identities apart whose keys look alike, by every read"],
        [isolation.NormalizesIdentities, "finds nothing for an Identity that only resembles others"],
        [isolation.TrimsIdentities, "finds nothing for an Identity that only resembles others"],
        [isolation.IgnoresCaseOfLookups, "finds by exactly the lookup that is asked for"],
        [isolation.LookupIsAPattern, "finds by exactly the lookup that is asked for"],
        [isolation.FindsHolderBySlotAlone, "does not show an Identity a record of another that holds its slot"],
        [isolation.ChangesByKeyAlone, "updates a record in the name of its own Identity only"],
        [isolation.ChangesByKeyAlone, "deletes a record in the name of its own Identity only"]
    ],
    "slot holder and unsettled": [
        [blind.NothingIsCurrent, "finds the holder of the slot among any number of other records"],
        [current.UnsettledForgotten, "finds unsettled records where nothing holds the slot"],
        [current.CurrentNamedTwice, "names a record once that holds the slot and is unsettled"],
        [current.HolderFirst, "returns holder and unsettled records by createdAt, then key"],
        [current.CurrentBySlotAlone, "leaves out a record of another Identity that holds a slot of that name"],
        [current.AllAreCurrent, "finds the holder of the slot among any number of other records"]
    ],
    "order and paging": [
        [order.InOrderOfWriting, "lists by createdAt, and never by key or in the order of writing"],
        [order.InOrderOfKeys, "lists by createdAt, and never by key or in the order of writing"],
        [order.InOrderOfALanguage, "lists what was created in the same millisecond by key, compared as plain text"],
        [order.LimitIgnored, "lists at most as many as the limit says"],
        [order.PageBeginsAtThePosition, "begins behind the position that is named"],
        [order.PositionNeedsItsRecord, "begins behind a position where no record is, or no longer"],
        [order.PagesByTimeAlone, "shows each record once to a reader who goes from page to page"],
        [data.KeepsCreation, "keeps the order when a record is updated, and follows a changed createdAt"]
    ],
    "due work": [
        [blind.NothingIsDue, "finds what is due at or before the moment that is named, of every Identity"],
        [order.ExclusiveDue, "finds what is due at or before the moment that is named, of every Identity"],
        [order.NullIsDue, "never finds what is never due"],
        [order.LimitIgnored, "returns what is due by dueAt, then by key, compared as plain text"],
        [order.DueInOrderOfCreation, "returns what is due by dueAt, then by key, compared as plain text"],
        [order.InOrderOfALanguage, "returns what is due by dueAt, then by key, compared as plain text"],
        [order.DueFromTheBeginning, "returns what is due from page to page, each record once"],
        [order.DueFromThePosition, "returns what is due from page to page, each record once"],
        [order.DueByTimeAlone, "returns what is due from page to page, each record once"],
        [order.DuePositionNeedsItsRecord, "returns what is due behind a position where no record is, or no longer"]
    ],
    "all records": [
        [allRecords.ScansInOrderOfWriting, "returns every record of every Identity by key, compared as plain text"],
        [allRecords.ScansInOrderOfALanguage, "returns every record of every Identity by key, compared as plain text"],
        [allRecords.ScansWhatIsOpen, "returns every record of every Identity by key, compared as plain text"],
        [order.LimitIgnored, "scans at most as many as the limit says"],
        [allRecords.ScansFromThePosition, "scans behind the key that is named, whether it is there or not"],
        [allRecords.ScansFromThePosition, "returns each record once to a reader who scans from page to page"],
        [allRecords.ScansASnapshot, "scans on while records before and behind the page come, change and go"]
    ],
    "many at once": [
        groups.RefusalUndoesTheGroup,
        groups.RefusalRefusesTheGroup,
        groups.AnswersInAnotherOrder,
        groups.ForgetsTheRestOfAGroup,
        groups.ComparesAllThenWritesAll
    ].map((adapter): [Adapter, string] => [
        adapter,
        "ends hundreds of concurrent writes with conflicts as some order of them would"
    ]),
    "many records": [unseen.ListStopsAt1000, unseen.DueStopsAt500, unseen.ScanStopsAt100].map(
        (adapter): [Adapter, string] => [
            adapter,
            "returns every one of 2,100 records, and every one that is left after deletes"
        ]
    ),
    "unreadable records": [
        ...["list", "findDue", "scan"].map((read): [Adapter, string] => [
            unseen.LeavesOutUnreadable,
            `shows an unreadable record in its place by ${read}, or rejects with corrupt`
        ]),
        [unseen.MakesUpUnreadable, "says corrupt by findCurrent and findByLookup of an unreadable record"],
        [
            unseen.UnreadableStopsAll,
            "keeps the slot, the key and the lookup of an unreadable record held, and others as they are"
        ],
        [unseen.ReadsBeforeDelete, "deletes an unreadable record like any other"]
    ],
    aliasing: [
        ...["findCurrent", "findByLookup", "list", "findDue", "scan"].flatMap((read): [Adapter, string][] => [
            [aliasing.AliasingOnRead, `returns by ${read} what the caller may change`],
            [aliasing.AliasingOfDataOnRead, `returns by ${read} what the caller may change`]
        ]),
        [blind.NothingHasALookup, "returns by findByLookup what the caller may change"],
        [aliasing.AliasingOnWrite, "keeps what was inserted, whatever becomes of the caller's object"],
        [aliasing.AliasingOnWrite, "keeps what was updated, whatever becomes of the caller's object"],
        [aliasing.AliasingOfDataOnWrite, "keeps what was inserted, whatever becomes of the caller's object"],
        [aliasing.AliasingOfDataOnWrite, "keeps what was updated, whatever becomes of the caller's object"],
        [aliasing.MarksWhatItIsGiven, "keeps what was inserted, whatever becomes of the caller's object"],
        [aliasing.FrozenRecords, "returns by list what the caller may change"]
    ],
    "reads never write": [
        [data.ReadThatWrites, "leaves everything as it is by findCurrent"],
        [data.ReadThatWrites, "leaves everything as it is by findByLookup"],
        [data.ListThatCounts, "leaves everything as it is by list"]
    ],
    durability: [
        [life.ForgottenOnReopen, "keeps what was inserted"],
        [life.UpdatesForgottenOnReopen, "keeps what was updated"],
        [life.DeletedComesBack, "does not bring back what was deleted"],
        [life.RulesForgottenOnReopen, "holds the rules after a restart"]
    ],
    crashes: [
        [openAndClose.WritesAtClose, "keeps after a crash what was inserted, updated and deleted"],
        [openAndClose.WritesAtClose, "holds the rules after a crash"],
        [openAndClose.WritesAtClose, "goes on after several crashes"]
    ],
    "lost answers": ["insert", "update", "delete"].map((method): [Adapter, string] => [
        unseen.TellsTheSecondAnswer,
        `never takes its own record for another's where the answer to ${method} is lost`
    ]),
    "several processes": [
        [slots.RemembersFreeSlots, "shows each process what the other has written"],
        [slots.LocksInOneProcess, "lets exactly one of the inserts of two processes win"],
        [revisions.ComparesBeforeItSets, "lets exactly one of the updates of two processes win"]
    ],
    "the lifecycle over the port": [
        [blind.NothingIsCurrent, "works with a pseudonym key, and with that key only"],
        [life.ForgottenOnReopen, "is refused to a module with another key"],
        [blind.NothingIsDue, "deletes what is due, up to the tombstone, and leaves everybody else alone"],
        [blind.NothingCanBeUpdated, "deletes each of many once, where several workers run at the same moment"]
    ],
    "moving data": [
        [unseen.ScanStopsAt100, "writes an export, and takes it in again line by line"],
        [allRecords.ScansFromThePosition, "takes in the same export once, however often it is imported"]
    ],
    "the module over the port": [
        [slots.TwoInOneSlot, "initiates, refuses a second, cancels, initiates again, and lists"],
        [blind.NothingIsCurrent, "initiates, refuses a second, cancels, initiates again, and lists"],
        [blind.NothingIsDue, "cancels a stored Approved"],
        [blind.NothingHasALookup, "initiates, refuses a second, cancels, initiates again, and lists"],
        [isolation.ForgetsWhoseItIs, "never shows one Identity's process to another"],
        [slots.LooksBeforeItInserts, "lets exactly one of many concurrent initiate calls succeed"],
        [revisions.ComparesBeforeItSets, "lets exactly one of many concurrent cancel calls succeed"],
        [
            data.ReadThatWrites,
            "reads a stored Approved as Active without writing it, and stores Active by the next write"
        ],
        [life.ForgottenOnReopen, "finds everything again after a restart"]
    ]
};

describe(persistenceContract.name, () => {
    test.each(["one", "many"] as const)(
        "finds nothing in an adapter that is whole, with %s at a time",
        async (count) => {
            const failures = await recorded(SimplePersistence, count).failures();

            expect(failures.map(({ name, error }) => [name, String(error)])).toEqual([]);
        }
    );

    describe.each(Object.entries(brokenAdapters))("by its group %s", (group, adapters) => {
        test.each(adapters)("fails %p: %s", async (adapter, testName) => {
            const failures = await recorded(adapter).failures(`${group} › `);
            const found = failures.find(({ name }) => name === `${group} › ${testName}`);

            expect(found?.error).toBeInstanceOf(Error);
            expect((found?.error as Error).message).toMatch(/expected: .+\n\s+came: .+/);
        });
    });

    test("has for each of its groups an adapter that it fails", () => {
        const groups = recorded(SimplePersistence).names.map((name) => name.split(" › ")[0]);

        expect([...new Set(groups)].sort()).toEqual(Object.keys(brokenAdapters).sort());
    });

    test("is shown every adapter that is broken on purpose", () => {
        const all = [
            aliasing,
            allRecords,
            blind,
            current,
            data,
            failures,
            groups,
            isolation,
            life,
            openAndClose,
            order,
            refusals,
            revisions,
            slots,
            strings,
            unseen
        ].flatMap((adapters): Adapter[] => Object.values(adapters));
        const shown = Object.values(brokenAdapters).flatMap((rows) => rows.map(([adapter]) => adapter));

        expect(new Set(shown)).toEqual(new Set(all));
    });
});

function recorded(adapter: Adapter, connections?: ContractSubject["connections"]): RecordingRunner {
    const runner = new RecordingRunner();
    persistenceContract(runner, adapter.name, { ...simpleSubject(adapter), connections });
    return runner;
}
