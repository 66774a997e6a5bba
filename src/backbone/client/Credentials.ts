import { IdentityContext } from "../../domain/IdentityContext";

export interface Credentials {
    readonly username: string;
    readonly password: string;
}

/** Asked each time a token is needed; kept nowhere. It has as long as a request: it is no place to ask a person. */
export type CredentialsOf = (identity: IdentityContext) => Credentials | Promise<Credentials>;
