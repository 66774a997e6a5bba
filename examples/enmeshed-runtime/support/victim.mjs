// Initiates on the Runtime of a folder, and is killed before the answer arrives.
import { deviceOf } from "./kinds.mjs";

const [kind, url, folder] = process.argv.slice(2);
const device = await deviceOf(kind, url, folder);
await device.processes.initiateIdentityDeletionProcess({});
