import { broken } from "./assertions";
import type { DatabaseUnderTest } from "./DatabaseUnderTest";

/** The port says of itself what the subject says of it. */
export function expectSaidDurability(database: DatabaseUnderTest, isDurable: boolean): void {
    if (isDurable === database.isDurable) return;
    broken(
        "The contract's subject says whether the adapter is durable, as the port does (default: true).",
        `isDurable: ${isDurable} in the contract's subject, as the port says`,
        `isDurable: ${database.isDurable}`
    );
}
