import { IdentityDeletionModule } from "identity-deletion-process";
import { Lifecycle } from "identity-deletion-process/lifecycle";
import { PseudonymKey } from "identity-deletion-process/pseudonymization";
import { SqlitePersistence } from "identity-deletion-process/sqlite";
import { createApp } from "./app.mjs";

const module = await IdentityDeletionModule.create({
    persistence: SqlitePersistence.open("identities.db"),
    // 64 hexadecimal digits, kept with your other secrets.
    pseudonymKey: PseudonymKey.of(Buffer.from(process.env.PSEUDONYM_KEY ?? "", "hex")),
    lifecycle: Lifecycle.configure({
        deleters: [{ name: "account", deleteIdentityData: async (address) => console.log(`Delete ${address}`) }],
        notifier: "none"
    })
});
module.start();

// A header takes the place of your own login here.
const identityOf = (request) => ({ address: request.get("x-user"), deviceId: "DVC00000000000000web" });
const server = createApp(module, identityOf).listen(Number(process.env.PORT ?? 3000), "127.0.0.1");

process.once("SIGTERM", () => {
    server.close(() => void module.close());
});
