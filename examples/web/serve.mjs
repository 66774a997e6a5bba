// Serves a folder of static files on this machine alone, with the headers that a host should send.
//
//   node examples/web/serve.mjs [--folder examples/web/dist] [--port 4173]
import { createReadStream } from "node:fs";
import { stat } from "node:fs/promises";
import { createServer } from "node:http";
import { extname, join, normalize, resolve, sep } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";

/** Nothing but what is listed here: no inline script or style, no `eval`, no HTML made from text, no request to anywhere. */
const contentSecurityPolicy = [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
    "require-trusted-types-for 'script'",
    "trusted-types 'none'"
].join("; ");

const headers = {
    "Content-Security-Policy": contentSecurityPolicy,
    "Cross-Origin-Opener-Policy": "same-origin",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "Cache-Control": "no-cache"
};

const contentTypes = {
    ".html": "text/html; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".map": "application/json; charset=utf-8",
    ".svg": "image/svg+xml"
};

const { values: options } = parseArgs({
    options: { folder: { type: "string" }, port: { type: "string", default: "4173" } }
});
const folder = resolve(options.folder ?? fileURLToPath(new URL("dist", import.meta.url)));

const server = createServer(async (request, response) => {
    const file = fileOf(request.url);
    if (file === undefined || !(await isFile(file))) {
        response.writeHead(404, { ...headers, "Content-Type": "text/plain; charset=utf-8" }).end("Not found\n");
        return;
    }
    response.writeHead(200, { ...headers, "Content-Type": contentTypes[extname(file)] ?? "application/octet-stream" });
    createReadStream(file).pipe(response);
});

server.on("error", (error) => {
    console.error(error.code === "EADDRINUSE" ? `Port ${options.port} is taken: choose another with --port.` : error);
    process.exitCode = 1;
});
server.listen(Number(options.port), "127.0.0.1", () => {
    console.log(`http://127.0.0.1:${server.address().port}/`);
});

/** `undefined` for what lies outside the folder. */
function fileOf(url) {
    let path;
    try {
        path = decodeURIComponent(new URL(url, "http://localhost").pathname);
    } catch {
        return undefined;
    }
    const file = normalize(join(folder, path.endsWith("/") ? `${path}index.html` : path));
    return file.startsWith(folder + sep) ? file : undefined;
}

async function isFile(path) {
    return await stat(path).then(
        (found) => found.isFile(),
        () => false
    );
}
