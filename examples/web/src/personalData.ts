import type { Deleter } from "identity-deletion-process/lifecycle";
import { forgetDevice } from "./demoIdentity";

const nameOfDraft = "demo-draft";

/** What the example app keeps of the person, in addition to the Device: the draft of a letter. */
export function keepDraft(): void {
    try {
        localStorage.setItem(nameOfDraft, localStorage.getItem(nameOfDraft) ?? "Dear grandma, …");
    } catch {
        // Where storage is denied there is nothing to delete either.
    }
}

/** What is deleted, in the person's words. */
export function deletedData(language: string): string[] {
    return language.startsWith("de")
        ? ["Der Entwurf Ihres Briefs", "Was dieser Browser sich von diesem Gerät merkt"]
        : ["The draft of your letter", "What this browser remembers of this device"];
}

/** What the person takes along before it is deleted. */
export function downloadDraft(): void {
    const link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob([localStorage.getItem(nameOfDraft) ?? ""], { type: "text/plain" }));
    link.download = "letter.txt";
    link.click();
    URL.revokeObjectURL(link.href);
}

/** How each kind of it is deleted when the grace period is over. Deleting what is gone already is a success. */
export const deleters: readonly Deleter[] = [
    { name: "draft", deleteIdentityData: async () => localStorage.removeItem(nameOfDraft) },
    { name: "device", dependsOn: ["draft"], deleteIdentityData: async () => forgetDevice() }
];
