import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { PersistenceError, type PersistencePort } from "../../src";
import type { ChildPrograms } from "./childPrograms";
import type { PortAnswer, PortRequest, PortSettings } from "./portProcess";

/** An open port of a process of its own, which ends with `close`. The program "portProcess" must be among the compiled. */
export async function portInAnotherProcess(programs: ChildPrograms, settings: PortSettings): Promise<PersistencePort> {
    const child = fork(programs.fileOf("portProcess"), [JSON.stringify(settings)], { env: programs.environment });
    const port = portOf(child);
    await port.open();
    return port;
}

function portOf(child: ChildProcess): PersistencePort {
    let nextId = 0;
    const waiting = new Map<number, (answer: PortAnswer) => void>();
    child.on("message", (answer: PortAnswer) => {
        waiting.get(answer.id)?.(answer);
        waiting.delete(answer.id);
    });
    const call =
        (method: PortRequest["method"]) =>
        async (...args: unknown[]): Promise<never> => {
            const id = nextId++;
            const answer = await new Promise<PortAnswer>((resolve) => {
                waiting.set(id, resolve);
                child.send({ id, method, args } satisfies PortRequest);
            });
            if (answer.failure === undefined) return answer.value as never;
            const { kind, message } = answer.failure;
            throw kind === undefined ? new Error(message) : new PersistenceError(kind, message);
        };
    const close = call("close");
    return {
        isDurable: true,
        open: call("open"),
        close: async () => {
            await close();
            const end = once(child, "exit");
            child.disconnect();
            await end;
        },
        insert: call("insert"),
        update: call("update"),
        delete: call("delete"),
        findCurrent: call("findCurrent"),
        findByLookup: call("findByLookup"),
        list: call("list"),
        findDue: call("findDue"),
        scan: call("scan")
    };
}
