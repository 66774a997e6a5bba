import { AuthorityRun } from "../../support/backbone/AuthorityRun";

describe("Whatever becomes of the authority, the lists, the rows and the network", () => {
    test.each(Array.from({ length: 5 }, (_, hundred) => hundred))(
        "nobody is deleted who has cancelled, none is told none who has one, and everybody gets on (%#)",
        async (hundred) => {
            for (let run = 0; run < 100; run++) await new AuthorityRun(hundred * 100 + run).check();
        },
        30_000
    );
});
