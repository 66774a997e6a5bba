import base from "./typedoc.config.mjs";

/** The reference as Markdown, for the site. @type {Partial<import("typedoc").TypeDocOptions>} */
export default {
    ...base,
    plugin: ["typedoc-plugin-markdown"],
    out: "site/content/api",
    entryFileName: "index.md",
    hidePageHeader: true,
    hideBreadcrumbs: false,
    sanitizeComments: true
};
