export { attachTo, type AttachedDeletion, type AttachOptions } from "./attachTo";
export type {
    HostAccount,
    HostAuthenticator,
    HostCollection,
    HostCredentials,
    HostDeletionController,
    HostEvent,
    HostEventBus,
    HostIdentityClient,
    HostProcess,
    HostTransport
} from "./Host";
