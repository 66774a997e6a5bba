import { readFileSync } from "node:fs";
import { defineConfig } from "vitepress";

/** The sidebar of the reference is written with it: scripts/docs.mjs. */
const reference = JSON.parse(readFileSync(new URL("../content/api/typedoc-sidebar.json", import.meta.url), "utf8"));

const page = (text, link) => ({ text, link });

export default defineConfig({
    title: "identity-deletion-process",
    description: "Lets people delete their account safely",
    srcDir: "content",
    outDir: "dist",
    cacheDir: ".vitepress/cache",
    cleanUrls: false,
    lastUpdated: false,
    // The site is one of files: nothing is asked from elsewhere.
    head: [["link", { rel: "icon", href: "data:," }]],
    themeConfig: {
        search: { provider: "local" },
        outline: [2, 3],
        nav: [page("Guide", "/docs/facade"), page("Operations", "/docs/operations"), page("API", "/api/")],
        sidebar: [
            {
                text: "Guide",
                items: [
                    page("First five minutes", "/"),
                    page("What app code calls", "/docs/facade"),
                    page("In a host", "/docs/host"),
                    page("Reminders and deletion", "/docs/lifecycle"),
                    page("Diagrams", "/docs/diagrams"),
                    page("In a web page", "/docs/web"),
                    page("Recipes", "/docs/recipes"),
                    page("Glossary", "/docs/glossary")
                ]
            },
            {
                text: "Stores",
                items: [
                    page("Which store", "/docs/stores"),
                    page("PostgreSQL", "/docs/postgresql"),
                    page("No addresses", "/docs/pseudonymization"),
                    page("Moving data", "/docs/moving-data"),
                    page("An adapter of your own", "/docs/adapters")
                ]
            },
            {
                text: "Operations",
                items: [
                    page("The operator's page", "/docs/operations"),
                    page("Scaling out", "/docs/scaling-out"),
                    page("In an enmeshed Runtime", "/docs/enmeshed"),
                    page("Benchmarks", "/docs/benchmarks")
                ]
            },
            {
                text: "With a Backbone",
                items: [page("A Backbone as the authority", "/docs/backbone"), page("Who decides", "/docs/authority")]
            },
            {
                text: "The project",
                items: [
                    page("What stays compatible", "/docs/compatibility"),
                    page("Architecture", "/ARCHITECTURE"),
                    page("Changes", "/CHANGELOG"),
                    page("Contributing", "/CONTRIBUTING"),
                    page("Security", "/SECURITY")
                ]
            },
            { text: "API", link: "/api/", collapsed: true, items: reference }
        ]
    }
});
