import { createHash } from "node:crypto";
import type { IdentityContext } from "../../../../src";
import type { Dice } from "./Dice";

/** An address as a Backbone would have made it, and a device. */
export function seededIdentity(number: number, dice: Dice): IdentityContext {
    const random = Array.from({ length: 3 }, () => dice.between(0, 0xffff).toString(16).padStart(4, "0")).join("");
    const body = `did:e:example.org:dids:${random}${number.toString(16).padStart(8, "0")}`;
    const checksum = createHash("sha256").update(body).digest("hex").slice(0, 2);
    return { address: body + checksum, deviceId: `DVC${String(number).padStart(17, "0")}` };
}
