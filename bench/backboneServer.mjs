// The Backbone of bench/backbone.mjs, in a process of its own: it must not share a thread with what is measured.
import { createRequire } from "node:module";
const require = createRequire(import.meta.url);
const [build] = process.argv.slice(2);
const { BackboneServer, InMemoryBackbone } = require(`${build}/testing/backbone/index.js`);
const { SystemClock } = require(`${build}/adapters/local/SystemClock.js`);

const backbone = new InMemoryBackbone({ clock: new SystemClock() });
process.on("message", ({ address, deviceId }) => {
    // A new Identity for each round: what one Identity has cancelled stays with its Backbone for 30 days.
    backbone.addIdentity(address, [{ deviceId, username: deviceId, password: "password" }]);
    process.send({ added: address });
});
const server = await BackboneServer.start(backbone);
process.send({ url: server.url });
