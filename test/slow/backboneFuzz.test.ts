import { checkFuzzedAnswers } from "../support/backbone/fuzz";

test.each(Array.from({ length: 10 }, (_, tenth) => tenth))(
    "100,000 answers of a Backbone, whatever they are: nothing is thrown and no lie is stored (%#)",
    async (tenth) => await checkFuzzedAnswers(10_000, tenth),
    60_000
);
