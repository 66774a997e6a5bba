import type { BackboneRequestKind } from "./BackboneFault";
import type { BackboneRequest } from "./wire";

const folder = "/api/v2/Identities/Self/DeletionProcesses";

/** `undefined`: there is no such route. */
export function kindOf({ method, path }: BackboneRequest): BackboneRequestKind | undefined {
    const [route] = path.split("?");
    if (method === "POST" && route === "/connect/token") return "token";
    if (method === "GET" && route === "/api/v2/Identities/IsDeleted") return "isDeleted";
    if (route === folder) return method === "POST" ? "initiate" : method === "GET" ? "list" : undefined;
    const [id, command, ...rest] = route.startsWith(`${folder}/`) ? route.slice(folder.length + 1).split("/") : [""];
    if (id === "" || rest.length > 0) return undefined;
    if (method === "GET" && command === undefined) return "get";
    return method === "PUT" && command === "Cancel" ? "cancel" : undefined;
}

/** The process that a request is about; `undefined` where what is in its place is no id. */
export function processIdIn({ path }: BackboneRequest): string | undefined {
    const [id] = path.slice(folder.length + 1).split(/[/?]/);
    return /^IDP[A-Za-z0-9]{17}$/.test(id) ? id : undefined;
}

/** The length that a body asks for, in days. */
export function lengthIn(body: string, defaultLength: number): number | "unreadable" {
    if (body === "") return defaultLength;
    try {
        const length = (JSON.parse(body) as { lengthOfGracePeriodInDays?: unknown }).lengthOfGracePeriodInDays;
        if (length === null || length === undefined) return defaultLength;
        return typeof length === "number" ? length : "unreadable";
    } catch {
        return "unreadable";
    }
}
