// Judges mutants for scripts/exploreMutants.mjs, one after the other in one process: says whether a promise is broken.
import { explore, type Limits } from "./explore";
import { prepareSurroundings } from "./surroundings";
import { worlds } from "./World";

/** What Stryker's instrumented code asks for, and where it notes what was reached. */
interface Stryker {
    activeMutant?: string | undefined;
    currentTestId?: string | undefined;
    mutantCoverage?: { static: Record<string, number>; perTest: Record<string, Record<string, number>> };
}

interface Question extends Limits {
    /** Absent: no mutant. */
    readonly mutant?: string;
    readonly names: readonly string[];
}

prepareSurroundings();
const stryker = ((globalThis as { __stryker__?: Stryker }).__stryker__ ??= {});

/** In which world, and what; absent: nothing was found. */
async function judge({ mutant, names, ...limits }: Question): Promise<{ world: string; what: string } | undefined> {
    stryker.activeMutant = mutant;
    for (const name of names) {
        process.send!("next world");
        stryker.currentTestId = mutant === undefined ? name : "mutant";
        try {
            const world = worlds.find((each) => each.name === name)!;
            // Each situation counts: they are few, and run through completely.
            const maxStates = world.starts === undefined ? limits.maxStates : Infinity;
            const { violation } = await explore(world, { ...limits, maxStates });
            if (violation !== undefined) return { world: name, what: violation.what };
        } catch (error) {
            return { world: name, what: String(error) };
        }
    }
    return undefined;
}

process.on("message", (question: Question) => {
    void judge(question).then((found) => {
        const coverage = question.mutant === undefined ? stryker.mutantCoverage : undefined;
        process.send!({ found, coverage });
    });
});
process.send!("ready");
