import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import type { InMemoryBackbone } from "./InMemoryBackbone";

export interface BackboneServerOptions {
    /**
     * The origin of the pages that may use it, such as `http://127.0.0.1:8080`, or `*` for all: it then answers what
     * browsers ask before they let a page of another origin send something (CORS). Absent: no page may.
     */
    readonly allowedOrigin?: string;
}

/** An `InMemoryBackbone` behind a real HTTP server on this machine's loopback interface, at a free port. */
export class BackboneServer {
    private constructor(
        private readonly server: Server,
        /** Where a client finds it: `http://127.0.0.1:` and the port. */
        public readonly url: string
    ) {}

    public static async start(
        backbone: InMemoryBackbone,
        { allowedOrigin }: BackboneServerOptions = {}
    ): Promise<BackboneServer> {
        const server = createServer((request, response) => {
            if (allowedOrigin !== undefined) {
                allow(allowedOrigin, response);
                if (request.method === "OPTIONS") {
                    response.writeHead(204).end();
                    return;
                }
            }
            answer(backbone, request, response).catch(() => response.destroy());
        });
        await new Promise<void>((resolve, reject) => {
            server.once("error", reject);
            server.listen(0, "127.0.0.1", resolve);
        });
        return new BackboneServer(server, `http://127.0.0.1:${(server.address() as AddressInfo).port}`);
    }

    /** Breaks the connections that are still open. */
    public async stop(): Promise<void> {
        await new Promise<void>((resolve) => {
            this.server.close(() => resolve());
            this.server.closeAllConnections();
        });
    }
}

function allow(origin: string, response: ServerResponse): void {
    response.setHeader("access-control-allow-origin", origin);
    response.setHeader("access-control-allow-methods", "GET, POST, PUT");
    response.setHeader("access-control-allow-headers", "authorization, content-type, x-correlation-id");
    // What a page may read of an answer in addition to its body.
    response.setHeader("access-control-expose-headers", "retry-after, x-correlation-id, x-request-time");
}

async function answer(backbone: InMemoryBackbone, request: IncomingMessage, response: ServerResponse): Promise<void> {
    request.setEncoding("utf8");
    let body = "";
    for await (const chunk of request) body += chunk as string;
    const answer = await backbone.handle({
        method: request.method ?? "GET",
        path: request.url ?? "/",
        headers: request.headers as Record<string, string | undefined>,
        body
    });
    if (answer === "broken") {
        response.destroy();
        return;
    }
    response.writeHead(answer.status, { ...answer.headers, "content-length": Buffer.byteLength(answer.body) });
    if (!answer.isTruncated) {
        response.end(answer.body);
        return;
    }
    response.write(answer.body.slice(0, answer.body.length >> 1), () => response.destroy());
}
