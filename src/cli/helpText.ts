import { configVariable, defaultConfigFile } from "./settings/configFile";

export const helpText = `
Options may come before or after the command's words. An argument wins over an environment
variable, and that over the config file.

Examples:
  Start the deletion, with 30 days to change one's mind:
    identity-deletion identityDeletion init --grace-period-days 30 --database identities.db \\
        --identity did:e:example.org:dids:0123456789abcdef01238e --device DVCalicesphone000001
  See how long is left, with the settings taken from the environment:
    export IDENTITY_DELETION_DATABASE=identities.db
    export IDENTITY_DELETION_IDENTITY=did:e:example.org:dids:0123456789abcdef01238e
    identity-deletion identity status
  Take it back:
    identity-deletion identityDeletion cancel --device DVCalicesphone000001
  From a script:
    identity-deletion identity status --json | jq -r .value.gracePeriodEndsAt

Environment variables:
  IDENTITY_DELETION_DATABASE, IDENTITY_DELETION_IDENTITY, IDENTITY_DELETION_DEVICE,
  IDENTITY_DELETION_BACKBONE, IDENTITY_DELETION_CREDENTIALS, IDENTITY_DELETION_DELETERS,
  IDENTITY_DELETION_PSEUDONYM_KEY_FILE,
  ${configVariable}   as the options of the same name; an empty one counts as absent
  IDENTITY_DELETION_CLIENT_ID, IDENTITY_DELETION_CLIENT_SECRET, IDENTITY_DELETION_USERNAME,
  IDENTITY_DELETION_PASSWORD   how to log in to the Backbone; they win over the file
  TZ                         the time zone that dates are shown in

Config file:
  ${defaultConfigFile} in the current folder, where there is one, or the file that
  --config names. A relative path in it begins at the config file's own folder.
  One that is not named may set only identity, device and a database that is a file.
    { "database": "identities.db", "identity": "did:e:…", "device": "DVC…" }

With --json exactly one document goes to standard output, also when something goes wrong:
  {"ok":true,"value":…}  or  {"ok":false,"error":{"code":"…","message":"…"}}

Exit codes:
  0    done; also: none active, or the question was answered with no
  1    something unforeseen
  2    wrong usage, or a value that is not allowed; nothing was changed
  3    refused, because of the deletion's state; nothing was changed
  4    the database or the Backbone is not available, or cannot be read
  5    lifecycle run --once: something failed; it is tried again later, or waits for an operator
  130  interrupted at the question; nothing was changed`;
