import { IdentityContext } from "../../domain/IdentityContext";

/** What a device logs in with. */
export interface Credentials {
    readonly username: string;
    readonly password: string;
}

/** Asked each time a token is needed, so that a changed password counts at once; kept nowhere. */
export type CredentialsOf = (identity: IdentityContext) => Credentials | Promise<Credentials>;
