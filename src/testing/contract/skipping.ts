import type { Needs } from "./ContractGroup";
import type { ContractRunner, ContractSubject } from "./ContractSubject";

/** Why a test with these needs cannot be run; `undefined`: it can. */
export function reasonToSkip(
    { hook, durable, many, cost }: Needs,
    { hooks, isDurable, connections, cost: isCostAsked }: ContractSubject
): string | undefined {
    if (many && connections === "one") return 'the subject says connections: "one"';
    if (durable && isDurable === false) return "the subject says isDurable: false";
    if (hook !== undefined && hooks?.[hook] === undefined) return `the subject has no hook ${hook}`;
    if (cost && isCostAsked !== true) return "the subject does not say cost: true";
    return undefined;
}

export function reportSkipped(runner: ContractRunner, name: string, reason: string): void {
    const nothing = async (): Promise<void> => undefined;
    if (runner.skip !== undefined) runner.skip(name, reason);
    else if (runner.test.skip !== undefined) runner.test.skip(`${name} (skipped: ${reason})`, nothing);
    else runner.test(`SKIPPED, since ${reason}: ${name}`, nothing);
}
