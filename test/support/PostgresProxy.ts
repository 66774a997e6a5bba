import { once } from "node:events";
import { createConnection, createServer, type AddressInfo, type Server, type Socket } from "node:net";

/** Stands between a client and a server on a Unix socket: counts round trips, and loses an answer when it is told to. */
export class PostgresProxy {
    /** How often a client spoke after the server had, on whatever connection: each is one wait for an answer. */
    public roundTrips = 0;
    public connections = 0;
    /** How many of the following answers are lost: the server has given them, and the client sees the connection break. */
    public answersToLose = 0;
    private readonly sockets = new Set<Socket>();

    private constructor(
        private readonly server: Server,
        private readonly target: string
    ) {
        server.on("connection", (client: Socket) => this.connect(client));
    }

    public static async before(socket: string): Promise<PostgresProxy> {
        const server = createServer();
        const proxy = new PostgresProxy(server, socket);
        server.listen(0, "127.0.0.1");
        await once(server, "listening");
        return proxy;
    }

    public get config(): { host: string; port: number; user: string; database: string } {
        const { address, port } = this.server.address() as AddressInfo;
        return { host: address, port, user: "postgres", database: "postgres" };
    }

    /** Breaks every connection and lets in no more. */
    public async close(): Promise<void> {
        const closed = once(this.server, "close");
        this.server.close();
        for (const socket of this.sockets) socket.destroy();
        await closed;
    }

    private connect(client: Socket): void {
        this.connections++;
        const server = createConnection(this.target);
        let clientSpokeLast = false;
        client.on("data", (data) => {
            if (!clientSpokeLast) this.roundTrips++;
            clientSpokeLast = true;
            server.write(data);
        });
        server.on("data", (data) => {
            clientSpokeLast = false;
            if (this.answersToLose > 0) {
                this.answersToLose--;
                client.destroy();
            } else client.write(data);
        });
        tie(client, server, this.sockets);
        tie(server, client, this.sockets);
    }
}

/** What ends one side ends the other. */
function tie(one: Socket, other: Socket, sockets: Set<Socket>): void {
    sockets.add(one);
    one.on("error", () => other.destroy());
    one.on("close", () => {
        sockets.delete(one);
        other.destroy();
    });
}
