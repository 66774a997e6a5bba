// The contract kit of identity-deletion-process over both adapters, against real servers: `npm test`.
import { after, before, describe, test } from "node:test";
import { persistenceContract } from "identity-deletion-process/testing";
import { MariaDbSubject, RedisSubject } from "./subjects.mjs";

for (const Subject of [MariaDbSubject, RedisSubject]) {
    describe(Subject.name, () => {
        /** @type {MariaDbSubject | RedisSubject} */ let subject;
        before(async () => void (subject = await Subject.start()));
        after(async () => await subject.stop());

        persistenceContract({ describe, test }, Subject.name, {
            createDatabase: () => subject.createDatabase(),
            hooks: {
                damage: (database, record) => subject.hooks.damage(database, record),
                makeNewer: (database) => subject.hooks.makeNewer(database),
                loseNextAnswer: () => subject.hooks.loseNextAnswer(),
                crash: () => subject.hooks.crash(),
                secondProcess: (database) => subject.hooks.secondProcess(database)
            },
            cost: true
        });
    });
}
