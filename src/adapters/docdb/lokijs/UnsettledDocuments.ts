import { corrupt } from "../errors";
import type { StoredDocument } from "../rows";
import type { LokiJsInnerCollection } from "./LokiJsInnerCollection";
import { uniqueFields } from "./rows";

/**
 * The keys of the unsettled documents of each Identity: few, and LokiJS has no index over them that would not cost more
 * with each old record. All stores over one collection share one.
 */
export class UnsettledDocuments {
    private readonly keys = new Map<string, Set<string>>();

    /**
     * Linear. Has LokiJS build its unique indexes, too, which it does not keep in a file; two documents that one of them
     * forbids are `corrupt`.
     */
    public constructor(private readonly inner: LokiJsInnerCollection) {
        for (const field of uniqueFields) {
            try {
                inner.by(field, "");
            } catch (error) {
                throw corrupt(`The store holds two records of the same ${field}.`, error);
            }
        }
        for (const document of inner.find({ unsettled: true })) this.add(document);
    }

    public of(identityKey: string): readonly StoredDocument[] {
        const keys = this.keys.get(identityKey);
        if (keys === undefined) return none;
        // LokiJS may have said that it failed when it had removed one all the same.
        return [...keys].map((key) => this.inner.by("key", key)).filter((document) => document !== undefined);
    }

    /** Called with what was stored before and what is stored now. */
    public follow(before: StoredDocument | undefined, now: StoredDocument | undefined): void {
        if (before?.unsettled === true) this.remove(before);
        if (now?.unsettled === true) this.add(now);
    }

    private add({ identityKey, key }: StoredDocument): void {
        const keys = this.keys.get(identityKey as string);
        if (keys === undefined) this.keys.set(identityKey as string, new Set([key as string]));
        else keys.add(key as string);
    }

    private remove({ identityKey, key }: StoredDocument): void {
        const keys = this.keys.get(identityKey as string);
        keys?.delete(key as string);
        if (keys?.size === 0) this.keys.delete(identityKey as string);
    }
}

const none: readonly StoredDocument[] = [];
