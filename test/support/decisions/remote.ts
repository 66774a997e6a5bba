import type { RemoteProcess } from "../../../src/backbone/client/answers";
import { alice } from "../fixtures";
import { created, end } from "./records";

/** A process as a Backbone shows it: of a cancelled one it does not say when it would have ended. */
export function remoteOf(id: string, status: string, more: Partial<RemoteProcess> = {}): RemoteProcess {
    const isOver = status === "Cancelled";
    const dates = isOver ? { createdAt: created } : { createdAt: created, gracePeriodEndsAt: end };
    return { id, status, createdByDevice: alice.deviceId, ...dates, ...more };
}
