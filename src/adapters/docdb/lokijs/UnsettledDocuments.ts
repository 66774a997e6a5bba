import { corrupt } from "../errors";
import type { StoredDocument } from "../rows";
import type { LokiJsInnerCollection } from "./LokiJsInnerCollection";
import { uniqueFields } from "./rows";

/** The keys of each Identity's unsettled documents: a LokiJS index over them would cost more with each old record. */
export class UnsettledDocuments {
    private readonly keys = new Map<string, Set<string>>();

    /** Also has LokiJS build its unique indexes, which its file lacks. Throws `corrupt` for two documents that break one. */
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
        // LokiJS may have removed one although it said that it failed.
        return [...keys].map((key) => this.inner.by("key", key)).filter((document) => document !== undefined);
    }

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
