import { nearestName } from "../../domain/options";
import { Deleter, formOfDeleterName } from "../options/Deleter";

export class DeleterPlan {
    public readonly names: readonly string[];

    private readonly ordered: readonly Deleter[];

    /** Throws a `TypeError` where there are none, for a duplicate name, an unknown dependency, and a cycle. */
    public constructor(
        deleters: readonly Deleter[],
        private readonly retired: readonly string[] = []
    ) {
        for (const deleter of deleters) requireDeleter(deleter);
        if (deleters.length === 0) {
            throw new TypeError(
                "The lifecycle has no deleters: it would mark an Identity as deleted and delete nothing of it."
            );
        }
        const names = deleters.map(({ name }) => name);
        const duplicate = names.find((name, index) => names.indexOf(name) !== index);
        if (duplicate !== undefined) throw new TypeError(`There are two deleters named ${duplicate}.`);
        const both = names.find((name) => retired.includes(name));
        if (both !== undefined) throw new TypeError(`The deleter ${both} is registered and retired.`);
        this.ordered = inOrder(deleters);
        this.names = this.ordered.map(({ name }) => name);
    }

    /** The next that may begin: all that it depends on is done, and it is neither done nor excluded. */
    public next(done: readonly string[], excluded: readonly string[]): Deleter | undefined {
        return this.ordered.find(
            ({ name, dependsOn = [] }) =>
                !done.includes(name) && !excluded.includes(name) && dependsOn.every((each) => done.includes(each))
        );
    }

    public missing(required: readonly string[], done: readonly string[]): string[] {
        return required.filter((name) => ![this.names, this.retired, done].some((known) => known.includes(name)));
    }

    /** Whether all are done: the registered ones, and the required ones unless they are retired. */
    public isComplete(required: readonly string[], done: readonly string[]): boolean {
        return this.names.every((name) => done.includes(name)) && this.missing(required, done).length === 0;
    }
}

function requireDeleter(deleter: unknown): void {
    const { name, deleteIdentityData, dependsOn } = (deleter ?? {}) as Partial<Record<keyof Deleter, unknown>>;
    if (typeof name !== "string" || !formOfDeleterName.test(name)) {
        throw new TypeError("A deleter's name must be 1 to 64 letters, digits, dots, underscores, colons or hyphens.");
    }
    if (typeof deleteIdentityData !== "function") {
        throw new TypeError(`The deleter ${name} has no method deleteIdentityData.`);
    }
    if (dependsOn !== undefined && !Array.isArray(dependsOn)) {
        throw new TypeError(`dependsOn of the deleter ${name} must be an array of names.`);
    }
    // A deleter may have properties of its own; one that is nearly called so would silently order nothing.
    const misspelt = Object.keys(deleter as object).find(
        (each) => each !== "dependsOn" && nearestName(each, ["dependsOn"]) !== undefined
    );
    if (misspelt !== undefined && dependsOn === undefined) {
        throw new TypeError(`The deleter ${name} has a property "${misspelt}". Did you mean "dependsOn"?`);
    }
}

/** Always the first, in the host's order, of those that may run: the same deleters have the same order on every worker. */
function inOrder(deleters: readonly Deleter[]): Deleter[] {
    const ordered: Deleter[] = [];
    const has = (list: readonly Deleter[], wanted: string): boolean => list.some(({ name }) => name === wanted);
    for (const { name, dependsOn = [] } of deleters) {
        const unknown = dependsOn.find((each) => !has(deleters, each));
        if (unknown !== undefined)
            throw new TypeError(`The deleter ${name} depends on ${unknown}, which does not exist.`);
    }
    while (ordered.length < deleters.length) {
        const next = deleters.find(
            (each) => !ordered.includes(each) && (each.dependsOn ?? []).every((name) => has(ordered, name))
        );
        if (next === undefined) {
            const names = deleters.filter((each) => !ordered.includes(each)).map(({ name }) => name);
            throw new TypeError(`These deleters wait for each other: ${names.join(", ")}.`);
        }
        ordered.push(next);
    }
    return ordered;
}
