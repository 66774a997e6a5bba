import * as fc from "fast-check";
import { DeleterPlan } from "../../../src/lifecycle/deletion/DeleterPlan";
import { deleter } from "../../support/lifecycle/LifecycleWorld";

const named = (name: string, ...dependsOn: string[]): ReturnType<typeof deleter> => deleter(name, undefined, dependsOn);

describe(DeleterPlan.name, () => {
    test.each<[string, unknown[], string]>([
        ["none at all", [], "has no deleters"],
        ["two of one name", [named("a"), named("b"), named("a")], "two deleters named a"],
        ["an unknown dependency", [named("a", "b")], "a depends on b, which does not exist"],
        ["one that waits for itself", [named("a", "a")], "wait for each other: a."],
        ["a cycle", [named("a"), named("b", "d"), named("c", "b", "a"), named("d", "c")], "each other: b, c, d."],
        ["a name that could name somebody", [named("alice@example.org")], "name must be"],
        ["no name", [{ ...named("a"), name: "" }], "name must be"],
        ["no method", [{ name: "a" }], "a has no method deleteIdentityData"],
        ["a misspelt list of dependencies", [{ ...deleter("a"), depends: ["b"] }], 'Did you mean "dependsOn"?'],
        ["dependencies that are no list", [{ ...named("a"), dependsOn: "b" }], "dependsOn of the deleter a"],
        ["nothing where a deleter should be", [undefined], "name must be"]
    ])("refuses %s", (_, deleters, message) => {
        expect(() => new DeleterPlan(deleters as never)).toThrow(TypeError);
        expect(() => new DeleterPlan(deleters as never)).toThrow(message);
    });

    test("refuses a deleter that is retired as well", () => {
        expect(() => new DeleterPlan([named("a")], ["a"])).toThrow("a is registered and retired");
    });

    test("puts each behind those it depends on, and leaves the host's order otherwise", () => {
        const plan = new DeleterPlan([named("z", "m"), named("b"), named("m", "a"), named("a")]);
        expect(plan.names).toStrictEqual(["b", "a", "m", "z"]);
    });

    test("returns next what is neither done nor left out and waits for nothing", () => {
        const plan = new DeleterPlan([named("a"), named("b", "a"), named("c")]);
        expect(plan.next([], [])?.name).toBe("a");
        expect(plan.next([], ["a"])?.name).toBe("c");
        expect(plan.next(["c"], ["a"])).toBeUndefined();
        expect(plan.next(["a"], [])?.name).toBe("b");
        expect(plan.next(["a", "b", "c"], [])).toBeUndefined();
    });

    test("is complete when all that anybody began with is done, or retired", () => {
        const plan = new DeleterPlan([named("a")], ["old"]);
        expect(plan.isComplete(["a", "old"], ["a"])).toBe(true);
        expect(plan.isComplete(["a"], [])).toBe(false);
        expect(plan.isComplete(["a", "unknown"], ["a"])).toBe(false);
        expect(plan.missing(["a", "unknown", "old", "gone"], ["gone"])).toStrictEqual(["unknown"]);
        expect(plan.isComplete(["a", "unknown"], ["a", "unknown"])).toBe(true);
    });

    test("runs every one, once, whatever the dependencies, and refuses exactly what has a cycle", () => {
        const graphs = fc.integer({ min: 1, max: 8 }).chain((size) =>
            fc.array(fc.uniqueArray(fc.integer({ min: 0, max: size - 1 }), { maxLength: size }), {
                minLength: size,
                maxLength: size
            })
        );
        fc.assert(
            fc.property(graphs, (graph) => {
                const deleters = graph.map((edges, index) => named(`d${index}`, ...edges.map((each) => `d${each}`)));
                if (hasCycle(graph)) {
                    expect(() => new DeleterPlan(deleters)).toThrow("wait for each other");
                    return;
                }
                const plan = new DeleterPlan(deleters);
                const done: string[] = [];
                for (let next = plan.next(done, []); next !== undefined; next = plan.next(done, [])) {
                    expect(done).toEqual(expect.arrayContaining([...next.dependsOn!]));
                    expect(done).not.toContain(next.name);
                    done.push(next.name);
                }
                expect([...done].sort()).toStrictEqual(deleters.map(({ name }) => name).sort());
            })
        );
    });
});

/** By following every path: slow, and nothing like what it checks. */
function hasCycle(graph: number[][]): boolean {
    const leadsBack = (node: number, path: number[]): boolean =>
        path.includes(node) || graph[node].some((next) => leadsBack(next, [...path, node]));
    return graph.some((_, node) => leadsBack(node, []));
}
