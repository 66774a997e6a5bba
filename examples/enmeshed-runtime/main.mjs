// A story: one Identity on two devices, of which only the first has the module. Every step is printed.
import { spawn } from "node:child_process";
import { fileURLToPath } from "node:url";
import { killBeforeTheAnswer, restarted } from "./support/kinds.mjs";
import { World } from "./support/World.mjs";

const victim = fileURLToPath(new URL("support/victim.mjs", import.meta.url));
const world = await World.start();

try {
    say("A real Runtime starts, registers an Identity, and gets the module attached below its facade.");
    const phone = await world.device("attached");
    const tablet = await world.secondDevice("stock", phone);
    say("A second device of the same Identity is onboarded. It is a stock Runtime, without the module.");

    await tell(
        "The phone initiates",
        phone.processes.initiateIdentityDeletionProcess({ lengthOfGracePeriodInDays: 14 })
    );
    await tablet.accountFacade.syncDatawallet();
    await tell("The tablet has synchronised, and shows", tablet.processes.getActiveIdentityDeletionProcess());
    await tell("The tablet cancels", tablet.processes.cancelIdentityDeletionProcess());
    await phone.accountFacade.syncDatawallet();
    await tell(
        "The phone has synchronised; it asks for the active process",
        phone.processes.getActiveIdentityDeletionProcess()
    );
    say(`What an app on the phone has heard: ${phone.heard.byClass.join(", ")}.`);

    for (let time = 0; time < 2; time++) {
        await tablet.processes.initiateIdentityDeletionProcess({});
        if (time === 0) await tablet.processes.cancelIdentityDeletionProcess();
    }
    say("The tablet initiates, cancels, and initiates again while the phone is away.");
    await phone.accountFacade.syncDatawallet();
    await tell(
        "The phone missed all of it, synchronises once, and shows",
        phone.processes.getActiveIdentityDeletionProcess()
    );
    say(`The last event that was heard on the phone: ${phone.heard.byClass.at(-1)}.`);
    await tell("The phone cancels", phone.processes.cancelIdentityDeletionProcess());

    world.backbone.failNext("initiate", "dropResponse");
    await tell(
        "The phone initiates, and the answer is lost on its way",
        phone.processes.initiateIdentityDeletionProcess({})
    );
    await tell("The person changes their mind", phone.processes.cancelIdentityDeletionProcess());

    const folder = await world.folder();
    const run = (...parameters) => spawn(process.execPath, [victim, ...parameters], { stdio: "inherit" });
    const [started] = await killBeforeTheAnswer(world, run, "durable", folder);
    say(`Another Runtime is killed between the Backbone's answer and its store. The Backbone has ${started.id}.`);
    const again = await restarted(world, "durable", folder);
    await tell("It is started again, and shows", again.processes.getActiveIdentityDeletionProcess());
    await tell("It cancels", again.processes.cancelIdentityDeletionProcess());
    say(`Open at the Backbone in the end: ${world.openOf(phone).length + world.openOf(again).length}.`);
} finally {
    await world.close();
}
process.exit();

function say(text) {
    console.log(text);
}

async function tell(what, call) {
    const result = await call;
    const { id, status, gracePeriodEndsAt } = result.isSuccess ? result.value : {};
    console.log(`${what}: ${result.isSuccess ? `${id} ${status}, ends at ${gracePeriodEndsAt}` : result.error.code}.`);
}
