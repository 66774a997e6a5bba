import {
    defineIdentityDeletionElement,
    type IdentityDeletionElement,
    type ProcessesSource
} from "identity-deletion-process/element";
import { useEffect, useRef } from "react";

defineIdentityDeletionElement();

declare module "react" {
    // eslint-disable-next-line @typescript-eslint/no-namespace -- React looks for elements there
    namespace JSX {
        interface IntrinsicElements {
            "identity-deletion": React.DetailedHTMLProps<React.HTMLAttributes<HTMLElement>, HTMLElement>;
        }
    }
}

interface DeleteAccountProps {
    readonly processes: ProcessesSource;
    readonly onStarted: () => void;
}

export function DeleteAccount({ processes, onStarted }: DeleteAccountProps) {
    const element = useRef<IdentityDeletionElement>(null);
    useEffect(() => {
        const { current } = element;
        if (current === null) return;
        current.processes = processes;
        current.addEventListener("deletionstart", onStarted);
        return () => current.removeEventListener("deletionstart", onStarted);
    }, [processes, onStarted]);
    return <identity-deletion ref={element} />;
}
