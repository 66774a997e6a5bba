import type { PersistencePort } from "../../src";
import { withMethods } from "./records";

/** The same port with pages of one, two, or three entries, whatever the limit: as one has that skips leftovers of an index. */
export function withShortPages(port: PersistencePort): PersistencePort {
    let pages = 0;
    const shorter = (limit: number): number => Math.min(limit, 1 + (pages++ % 3));
    return withMethods(port, {
        list: (identityKey, after, limit) =>
            port.list(identityKey, after, limit === undefined ? undefined : shorter(limit)),
        findDue: (until, limit, after) => port.findDue(until, shorter(limit), after),
        scan: (after, limit) => port.scan(after, shorter(limit))
    });
}
