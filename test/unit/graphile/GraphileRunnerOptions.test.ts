import { checkedGraphileRunnerOptions, type GraphileRunnerOptions } from "../../../src/graphile/GraphileRunnerOptions";

const lifecycle = {
    findDue: async () => [],
    run: async () => await Promise.reject(new Error("It is not called here.")),
    stop: async () => {}
};
const options: GraphileRunnerOptions = { lifecycle, database: "postgresql://nowhere" };

describe(checkedGraphileRunnerOptions.name, () => {
    test("takes the defaults that the options' documentation says", () => {
        expect(checkedGraphileRunnerOptions(options)).toStrictEqual({
            lifecycle,
            source: { config: { max: 5, connectionString: "postgresql://nowhere" } },
            schema: "identity_deletion_jobs",
            quotedSchema: '"identity_deletion_jobs"',
            batchSize: 100,
            maxBatchesPerSweep: 50,
            concurrentBatches: 2,
            sweepIntervalInMs: 60_000,
            heartbeatIntervalInMs: 10_000,
            heartbeatTimeoutInMs: 60_000,
            report: expect.any(Function)
        });
    });

    test("tells a pool from the configuration of one", () => {
        const pool = { connect: async () => await Promise.reject(new Error("It is not called here.")) };
        expect(checkedGraphileRunnerOptions({ ...options, database: pool }).source).toStrictEqual({ pool });
        const config = { host: "there", max: 9 };
        expect(checkedGraphileRunnerOptions({ ...options, database: config }).source).toStrictEqual({ config });
    });

    test.each([
        ["no options", undefined, "options"],
        ["an unknown one", { ...options, batchsize: 5 }, "batchsize"],
        ["no lifecycle", { database: "postgresql://nowhere" }, "findDue"],
        ["something else as the lifecycle", { ...options, lifecycle: { ...lifecycle, run: true } }, "run"],
        ["no database", { lifecycle }, "database"],
        ["a handler that is none", { ...options, onError: "log" }, "onError"],
        ["a schema that is none", { ...options, schema: "pg_jobs" }, "schema"],
        ["no batch", { ...options, batchSize: 0 }, "batchSize"],
        ["half a batch", { ...options, maxBatchesPerSweep: 1.5 }, "maxBatchesPerSweep"],
        ["too many batches", { ...options, concurrentBatches: 101 }, "concurrentBatches"],
        ["an interval that no timer takes", { ...options, sweepIntervalInMs: 2 ** 31 }, "sweepIntervalInMs"],
        ["no interval", { ...options, heartbeatIntervalInMs: 0 }, "heartbeatIntervalInMs"],
        ["dead before the second heartbeat", { ...options, heartbeatTimeoutInMs: 19_999 }, "heartbeatTimeoutInMs"]
    ])("refuses %s, in words that name it", (_, wrong, named) => {
        expect(() => checkedGraphileRunnerOptions(wrong as GraphileRunnerOptions)).toThrow(named);
    });
});
