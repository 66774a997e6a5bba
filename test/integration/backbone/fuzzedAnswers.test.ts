import { checkFuzzedAnswers } from "../../support/backbone/fuzz";

test("Whatever a Backbone answers, nothing is thrown and no lie is stored", async () => {
    await checkFuzzedAnswers(3_000, 20_261_123);
});
