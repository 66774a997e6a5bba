import type { EventBus } from "@js-soft/ts-utils";
import type { LifecycleEvent, LifecycleObserver } from "../lifecycle/options/LifecycleObserver";
import { logLineFor } from "./logLineFor";
import type { Logger, LoggerFactory } from "./Logger";
import { onProcessChanges } from "./processChanges";
import { type PublicFields, publicFields } from "./publicFields";

const loggerName = "IdentityDeletionLifecycle";

/** An `observer` for `Lifecycle.configure`: logs a sentence and an object of fields, without personal data. */
export class LifecycleLog implements LifecycleObserver {
    private constructor(private readonly logger: Logger) {}

    /** From a factory it gets the logger `IdentityDeletionLifecycle`. */
    public static to(target: Logger | LoggerFactory): LifecycleLog {
        return new LifecycleLog("getLogger" in target ? target.getLogger(loggerName) : target);
    }

    /** A run that found nothing is not worth a line: there is one each minute. */
    public observe(event: LifecycleEvent): void {
        if (event.type === "runFinished" && event.summary.found + event.summary.unreadable === 0) return;
        const { level, sentence } = logLineFor(event);
        const fields = publicFields(event);
        this.logger[level](sentence, event.type === "runFinished" ? withoutZeros(fields) : fields);
    }

    /** Also logs when a person initiates or cancels. Returns a function that ends it. */
    public listenTo(eventBus: Pick<EventBus, "subscribe" | "unsubscribe">): () => void {
        return onProcessChanges(eventBus, {
            initiated: (processId) => this.logger.info("A deletion was initiated.", { event: "initiated", processId }),
            cancelled: (processId) => this.logger.info("A deletion was cancelled.", { event: "cancelled", processId })
        });
    }
}

function withoutZeros(fields: PublicFields): PublicFields {
    return Object.fromEntries(Object.entries(fields).filter(([name, value]) => value !== 0 || name.endsWith("InMs")));
}
