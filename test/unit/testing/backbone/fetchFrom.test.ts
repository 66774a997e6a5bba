import { FixedClock } from "../../../../src/testing";
import { fetchFrom, InMemoryBackbone } from "../../../../src/testing/backbone";

const url = "https://backbone.example/api/v2/Identities/IsDeleted?username=USRnobody";
const request = { method: "GET", headers: { "X-Correlation-ID": "one" } };

describe(fetchFrom.name, () => {
    let backbone: InMemoryBackbone;
    beforeEach(() => (backbone = new InMemoryBackbone({ clock: new FixedClock() })));

    test("answers as fetch does, with headers by whatever case of their names", async () => {
        const response = await fetchFrom(backbone)(url, request);
        expect([response.status, response.headers.get("x-correlation-id")]).toEqual([200, "one"]);
        expect([response.headers.get("Content-Type"), response.headers.get("Retry-After")]).toEqual([
            "application/json; charset=utf-8",
            null
        ]);
        expect(JSON.parse(await response.text())).toEqual({ result: { isDeleted: false, deletionDate: null } });
    });

    test("rejects as fetch does where the connection breaks, before the answer or within", async () => {
        backbone.failNext("isDeleted", "dropResponse");
        await expect(fetchFrom(backbone)(url, request)).rejects.toThrow(new TypeError("fetch failed"));
        backbone.failNext("isDeleted", "truncate");
        const response = await fetchFrom(backbone)(url, request);
        await expect(response.text()).rejects.toThrow(new TypeError("terminated"));
    });

    test.each(["before", "during"])("ends where its signal is aborted %s the call", async (when) => {
        const abort = new AbortController();
        backbone.failNext("isDeleted", { delayInMs: 50, before: "request" });
        if (when === "before") abort.abort();
        const answering = fetchFrom(backbone)(url, { ...request, signal: abort.signal });
        if (when === "during") abort.abort();
        await expect(answering).rejects.toMatchObject({ name: "AbortError" });
    });

    test("takes no notice of a signal that is not aborted", async () => {
        const { signal } = new AbortController();
        expect((await fetchFrom(backbone)(url, { ...request, signal })).status).toBe(200);
    });
});
