// How the example speaks. Nothing of the module is in here.
const isTerminal = process.stdout.isTTY === true;
const paint = (code, text) => (isTerminal ? `\u001b[${code}m${text}\u001b[0m` : text);
const bold = (text) => paint(1, text);
const dim = (text) => paint(2, text);
const green = (text) => paint(32, text);
const yellow = (text) => paint(33, text);

const date = new Intl.DateTimeFormat("en-GB", { dateStyle: "medium", timeStyle: "short" });

export function chapter(title) {
    console.log(`\n${bold(title)}`);
}

export function sayThat(sentence) {
    console.log(`\n${sentence}\n`);
}

export function sayResult(what, result) {
    const answer = result.isSuccess ? green(describe(result.value)) : yellow(result.error.message);
    console.log(`  ${what.padEnd(32)} ${answer}`);
}

/** What happens by itself, in a line that looks like an answer. */
export function sayLater(what, text) {
    console.log(`  ${what.padEnd(32)} ${text}`);
}

export function sayEvent(event) {
    console.log(dim(`  ${"".padEnd(32)} (event for …${event.eventTargetAddress.slice(-6)}: ${event.data.status})`));
}

export function sayHistory(name, result) {
    console.log(`  ${name}:`);
    for (const process of result.value) console.log(`    ${process.id}  ${describe(process)}`);
}

function describe({ status, gracePeriodEndsAt, cancelledAt }) {
    if (gracePeriodEndsAt === undefined) return status;
    if (status === "Cancelled") return `Cancelled on ${date.format(new Date(cancelledAt))}`;
    return `${status} until ${date.format(new Date(gracePeriodEndsAt))} (${left(Date.parse(gracePeriodEndsAt))} left)`;
}

function left(end) {
    const seconds = (end - Date.now()) / 1000;
    return seconds < 60 ? `${seconds.toFixed(1)} seconds` : `${(seconds / 86_400).toFixed(1)} days`;
}
