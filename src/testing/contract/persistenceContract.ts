import type { ContractGroup } from "./ContractGroup";
import { checkSubject } from "./checkedSubject";
import type { ContractDatabase, ContractRunner, ContractSubject } from "./ContractSubject";
import { withDatabase } from "./DatabaseUnderTest";
import { allRecords } from "./groups/allRecords";
import { aliasing } from "./groups/aliasing";
import { compareAndSet } from "./groups/compareAndSet";
import { cost } from "./groups/cost";
import { crashes } from "./groups/crashes";
import { current } from "./groups/current";
import { data } from "./groups/data";
import { dueWork } from "./groups/dueWork";
import { durability } from "./groups/durability";
import { failures } from "./groups/failures";
import { freedSlots } from "./groups/freedSlots";
import { isolation } from "./groups/isolation";
import { lifecycleOverThePort } from "./groups/lifecycleOverThePort";
import { lifeOfAPort } from "./groups/lifeOfAPort";
import { lostAnswers } from "./groups/lostAnswers";
import { manyAtOnce } from "./groups/manyAtOnce";
import { manyRecords } from "./groups/manyRecords";
import { moduleOverThePort } from "./groups/moduleOverThePort";
import { movingData } from "./groups/movingData";
import { openAndClose } from "./groups/openAndClose";
import { orderAndPaging } from "./groups/orderAndPaging";
import { precedence } from "./groups/precedence";
import { processes } from "./groups/processes";
import { readsNeverWrite } from "./groups/readsNeverWrite";
import { refusals } from "./groups/refusals";
import { slots } from "./groups/slots";
import { strings } from "./groups/strings";
import { unreadableRecords } from "./groups/unreadableRecords";
import { reasonToSkip, reportSkipped } from "./skipping";

const groups: Readonly<Record<string, ContractGroup>> = {
    "life of a port": lifeOfAPort,
    "open and close": openAndClose,
    "data and fields": data,
    "strings at their bounds": strings,
    slots,
    "slots that are freed": freedSlots,
    "compare-and-set": compareAndSet,
    "kinds of failures": failures,
    "order of refusals": precedence,
    "refusals change nothing": refusals,
    isolation,
    "slot holder and unsettled": current,
    "order and paging": orderAndPaging,
    "due work": dueWork,
    "all records": allRecords,
    "many at once": manyAtOnce,
    "many records": manyRecords,
    "unreadable records": unreadableRecords,
    aliasing,
    "reads never write": readsNeverWrite,
    durability,
    crashes,
    "lost answers": lostAnswers,
    "several processes": processes,
    "the module over the port": moduleOverThePort,
    "the lifecycle over the port": lifecycleOverThePort,
    "moving data": movingData,
    cost
};

/**
 * Registers with the runner everything that `PersistencePort` asks of an adapter. There is no way to leave a part out: what
 * cannot be checked, because the subject has not the hook for it or is not durable, is reported as skipped, by name.
 *
 * Each test creates a database and removes it. None waits for time to pass, and none depends on another. Give each test 60
 * seconds: the longest makes about 2,700 writes, so it takes as long as your database takes for these. `cost: true` adds one
 * with 20,000 writes, which may need more.
 *
 * What a test cannot see from outside, and an adapter owes all the same:
 *
 * - a crash of the machine, and a disk that says "written" too early. The hook `crash` ends processes only;
 * - races that need more than the concurrent calls of a test, and the loss of a replica or a failover of the server;
 * - an answer that is lost at other moments than the hook `loseNextAnswer` has it lost;
 * - cost, unless the subject says `cost: true`, and then up to 20,000 records; and what an open port costs while it rests;
 * - whether a driver's error, as a `cause`, holds what operators need, and whether it holds personal data;
 * - whether an adapter looks into `data`, as long as nothing comes of it;
 * - migrations from the adapter's own earlier versions.
 *
 * Throws a `TypeError` that says what to change where the runner or the subject is wrong. A test fails with a
 * `ContractViolation`, which names the obligation, the call, what was expected and what came; or with a `SubjectError` where
 * the subject has failed and not the adapter.
 */
export function persistenceContract<Database extends ContractDatabase>(
    runner: ContractRunner,
    name: string,
    subject: ContractSubject<Database>
): void {
    // Hooks get what this very subject has created.
    const known = subject as unknown as ContractSubject;
    checkSubject(runner, known);
    runner.describe(`${name} as a PersistencePort`, () => {
        for (const [title, group] of Object.entries(groups)) {
            runner.describe(title, () => {
                group((testName, body, needs = {}) => {
                    const reason = reasonToSkip(needs, known);
                    if (reason !== undefined) reportSkipped(runner, testName, reason);
                    else runner.test(testName, () => withDatabase(known, body));
                });
            });
        }
    });
}
