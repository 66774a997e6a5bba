import { checkHistory } from "../../support/backbone/ManyProcesses";

describe("Two devices with eight processes against one Backbone", () => {
    test.each([0, 1, 2, 3])(
        "agree in the end, never have two, and publish no change twice (%#)",
        async (quarter) => {
            for (let history = 0; history < 25; history++) await checkHistory(quarter * 250 + history);
        },
        30_000
    );
});
