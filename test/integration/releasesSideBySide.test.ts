/** The short form of test/slow/releasesSideBySide.test.ts. */
import { join } from "node:path";
import { ChildPrograms } from "../support/childPrograms";
import { bundleOf, keptReleases } from "../support/releases/keptStores";
import { SideBySide } from "../support/releases/SideBySide";
import { inTemporaryDirectory } from "../support/temporaryDirectory";

describe.each(keptReleases)("Release %s and the present code on one SQLite file", (release) => {
    test.each(["older", "present"] as const)(
        "do no harm to each other where the %s one opens it first",
        async (opensFirst) => {
            const programs = await ChildPrograms.compile("releases/release", "releases/releaseWorker");
            try {
                await inTemporaryDirectory(async (directory) => {
                    const [store, logFile] = [join(directory, "identities.db"), join(directory, "calls")];
                    const olderFile = bundleOf(release);
                    await new SideBySide({
                        programs,
                        olderFile,
                        store,
                        logFile,
                        opensFirst,
                        count: 10,
                        kills: 1
                    }).check();
                });
            } finally {
                await programs.remove();
            }
        },
        60_000
    );
});
