import { PersistenceError, type PersistenceErrorKind, type PersistencePort } from "../../../../src";
import { alice } from "../../../support/fixtures";
import type { RunElsewhere } from "../../../support/backbone/FaultRun";
import { BackboneServer } from "../../../../src/testing/backbone";
import type { BackbonePage } from "./backbonePage";
import type { MortalBrowser } from "./MortalBrowser";

declare const backbonePage: BackbonePage;

/** The IndexedDB store of the browser's page, used from here, with nothing in it. */
export async function clearedPort(browser: MortalBrowser): Promise<PersistencePort> {
    const port = portInThePage(browser);
    for (const { identityKey, key, revision } of await port.list(alice.address)) {
        await port.delete(identityKey!, key, revision!);
    }
    return port;
}

/** It is the page's to open and close. */
function portInThePage(browser: MortalBrowser): PersistencePort {
    // Without "then" it would be taken for a promise.
    const own: Partial<Record<string, unknown>> = { isDurable: true, open: nothing, close: nothing, then: undefined };
    return new Proxy(own, {
        get: (target, name) =>
            Object.hasOwn(target, name)
                ? target[String(name)]
                : async (...given: unknown[]) => await call(browser, String(name), given)
    }) as unknown as PersistencePort;
}

async function call(browser: MortalBrowser, method: string, given: unknown[]): Promise<unknown> {
    const { value, kind, message } = await browser.page.evaluate(
        ([method, given]) => backbonePage.port(method as never, given),
        [method, given] as const
    );
    if (kind !== undefined) throw new PersistenceError(kind as PersistenceErrorKind, message ?? kind);
    return value;
}

/** Runs the command in the page over real HTTP; when it comes to the point, the page or the whole browser dies. */
export function inThePage(browser: MortalBrowser, die: (browser: MortalBrowser) => Promise<void>): RunElsewhere {
    return async (world, name, deathAtPoint) => {
        const server = await BackboneServer.start(world.backbone, { allowedOrigin: browser.origin });
        try {
            const died = browser.death().then(() => undefined);
            const now = world.clock.now().toISO()!;
            const running = browser.page.evaluate((command) => backbonePage.run(command), {
                name,
                url: server.url,
                deathAtPoint,
                now
            });
            const outcome = await Promise.race([running, died]);
            if (outcome !== undefined) return outcome;
            running.catch(nothing);
            await die(browser);
            return `dies at ${deathAtPoint}`;
        } finally {
            await server.stop();
        }
    };
}

async function nothing(): Promise<void> {
    // The page opens and closes its own; and of a page that has died no answer comes.
}
