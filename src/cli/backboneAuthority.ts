import { readFileSync } from "node:fs";
import type { RemoteAuthority } from "../application/RemoteAuthority";
import type { CliEnvironment } from "./CliEnvironment";
import { CliError } from "./CliError";
import { lazily } from "./lazily";
import type { Settings } from "./settings";

/** None can be an argument: other users of the machine see those. */
const variables = {
    clientId: "IDENTITY_DELETION_CLIENT_ID",
    clientSecret: "IDENTITY_DELETION_CLIENT_SECRET",
    username: "IDENTITY_DELETION_USERNAME",
    password: "IDENTITY_DELETION_PASSWORD"
} as const;

type Secrets = Record<keyof typeof variables, string>;

const ownMachine: readonly string[] = ["localhost", "127.0.0.1", "[::1]"];

export function backboneAuthority(settings: Settings, environment: CliEnvironment): RemoteAuthority | undefined {
    const url = settings.backbone;
    if (url === undefined) return undefined;
    const { clientId, clientSecret, username, password } = secretsFrom(settings, environment);
    try {
        return lazily.backbone().BackboneAuthority.connect({
            url,
            clientId,
            clientSecret,
            credentialsOf: () => ({ username, password }),
            allowUnencrypted: ownMachine.includes(new URL(url).hostname)
        });
    } catch (error) {
        throw CliError.usage(
            `--backbone: ${(error as Error).message}`,
            "name an https: address, or http: on this machine"
        );
    }
}

function secretsFrom(settings: Settings, environment: CliEnvironment): Secrets {
    const file = settings.credentials === undefined ? {} : readFile(settings.credentials);
    const found: Partial<Secrets> = {};
    for (const [name, variable] of Object.entries(variables) as [keyof Secrets, string][]) {
        const value: unknown = environment.variables[variable] || file[name];
        if (typeof value !== "string" || value === "") {
            throw CliError.usage(
                `A Backbone is named, but no ${name}: set ${variable}, or write "${name}" into the file that --credentials names.`
            );
        }
        found[name] = value;
    }
    return found as Secrets;
}

/** The errors say nothing of what the file holds. */
function readFile(path: string): Readonly<Record<string, unknown>> {
    let content: unknown;
    try {
        content = JSON.parse(readFileSync(path, "utf8").replace(/^\uFEFF/, ""));
    } catch (error) {
        const reason = (error as NodeJS.ErrnoException).code ?? "it is not JSON";
        throw CliError.usage(`The credentials file ${path} cannot be read: ${reason}.`);
    }
    if (typeof content !== "object" || content === null) {
        throw CliError.usage(`The credentials file ${path} must hold one JSON object.`);
    }
    return content as Record<string, unknown>;
}
