// A whole host, of which the README and docs/enmeshed.md show excerpts: test/e2e/excerpts.test.ts compares them.
import * as consumption from "@nmshd/consumption";
import * as transport from "@nmshd/transport";
import { attachTo } from "identity-deletion-process/enmeshed";
import { ExampleRuntime } from "./ExampleRuntime.mjs";

export class HostRuntime extends ExampleRuntime {
    async initAccount() {
        const database = await this.databaseConnection.getDatabase("account");
        const account = await new transport.AccountController(this.transport, database, this.transport.config).init();
        this.deletion = await attachTo(account, transport); // before the Runtime's login
        const options = { setDefaultOwnerNames: false };
        const consumptionController = await new consumption.ConsumptionController(
            this.transport,
            account,
            options
        ).init();
        this.services = await this.login(account, consumptionController);
    }

    async stop() {
        await this.deletion.close();
        await super.stop();
    }
}
