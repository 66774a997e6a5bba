import { connect, createServer } from "node:net";

/** Sits between a driver and its server, and can lose the answer to a write that the server has done. */
export class LossyProxy {
    /** @type {RegExp | undefined} */ #writes;
    /** @type {import("node:net").Server} */ #server;
    /** @type {Set<import("node:net").Socket>} */ #sockets = new Set();

    /** @param {string} target The server's socket. */
    constructor(target) {
        this.#server = createServer((driver) => this.#forward(driver, connect(target)));
    }

    /** @param {string} socket Where drivers connect to. */
    async listen(socket) {
        await new Promise((resolve) => this.#server.listen(socket, () => resolve(undefined)));
    }

    /** The next request that matches reaches the server; then the connection breaks. @param {RegExp} writes */
    loseNextAnswer(writes) {
        this.#writes = writes;
    }

    async stop() {
        for (const socket of this.#sockets) socket.destroy();
        await new Promise((resolve) => this.#server.close(resolve));
    }

    /** @param {import("node:net").Socket} driver @param {import("node:net").Socket} server */
    #forward(driver, server) {
        let losesAnswer = false;
        driver.on("data", (request) => {
            if (this.#writes?.test(request.toString("latin1"))) {
                losesAnswer = true;
                this.#writes = undefined;
            }
            server.write(request);
        });
        server.on("data", (answer) => void (losesAnswer ? driver.destroy() : driver.write(answer)));
        for (const [socket, other] of [
            [driver, server],
            [server, driver]
        ]) {
            this.#sockets.add(socket);
            socket.on("error", () => undefined);
            socket.on("close", () => {
                this.#sockets.delete(socket);
                other.destroy();
            });
        }
    }
}
