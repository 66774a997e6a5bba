import type { ContractGroup } from "./ContractGroup";
import type { ContractRunner, ContractSubject } from "./ContractSubject";
import { withDatabase } from "./DatabaseUnderTest";
import { allRecords } from "./groups/allRecords";
import { aliasing } from "./groups/aliasing";
import { compareAndSet } from "./groups/compareAndSet";
import { current } from "./groups/current";
import { data } from "./groups/data";
import { dueWork } from "./groups/dueWork";
import { durability } from "./groups/durability";
import { failures } from "./groups/failures";
import { isolation } from "./groups/isolation";
import { lifeOfAPort } from "./groups/lifeOfAPort";
import { moduleOverThePort } from "./groups/moduleOverThePort";
import { orderAndPaging } from "./groups/orderAndPaging";
import { readsNeverWrite } from "./groups/readsNeverWrite";
import { slots } from "./groups/slots";

const groups: Readonly<Record<string, ContractGroup>> = {
    "life of a port": lifeOfAPort,
    "data and fields": data,
    slots,
    "compare-and-set": compareAndSet,
    "failures told apart": failures,
    isolation,
    "slot holder and unsettled": current,
    "order and paging": orderAndPaging,
    "due work": dueWork,
    "all records": allRecords,
    aliasing,
    "reads never write": readsNeverWrite,
    durability,
    "the module over the port": moduleOverThePort
};

/**
 * Registers with the runner everything that `PersistencePort` asks of an adapter. There is no way to leave a part out.
 *
 * Each test creates a database and removes it. None waits for time to pass, and none depends on another. The tests of
 * durability hold for adapters whose `isDurable` is true; for others they say nothing.
 */
export function persistenceContract(runner: ContractRunner, name: string, subject: ContractSubject): void {
    const { connections } = subject;
    if (connections !== undefined && connections !== "one" && connections !== "many") {
        throw new TypeError(`The contract's subject has connections "${String(connections)}"; say "one" or "many".`);
    }
    runner.describe(`${name} as a PersistencePort`, () => {
        for (const [title, group] of Object.entries(groups)) {
            runner.describe(title, () => {
                group((testName, body) => runner.test(testName, () => withDatabase(subject, body)));
            });
        }
    });
}
