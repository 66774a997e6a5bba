import { ErrorCode } from "../domain/ErrorCode";
import { PersistenceError } from "./PersistenceError";

export function driverIsNotInstalled(names: readonly string[], cause: unknown, otherwise = ""): PersistenceError {
    const what = names.length === 1 ? `package ${names[0]} is` : `packages ${names.join(" and ")} are`;
    const message = `The ${what} needed and cannot be loaded: run \`npm install ${names.join(" ")}\`${otherwise}.`;
    const error = new PersistenceError("unavailable", message, { cause });
    return Object.assign(error, { code: ErrorCode.driverIsNotInstalled });
}
