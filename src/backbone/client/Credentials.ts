import { IdentityContext } from "../../domain/IdentityContext";

/** What a device logs in with. */
export interface Credentials {
    readonly username: string;
    readonly password: string;
}

/**
 * Asked each time a token is needed, so that a changed password counts at once; kept nowhere. It may take as long as a
 * request may: it is no place to ask a person.
 */
export type CredentialsOf = (identity: IdentityContext) => Credentials | Promise<Credentials>;
