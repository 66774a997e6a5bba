import { defineIdentityDeletionElement, type IdentityDeletionElement } from "identity-deletion-process/element";
import { gracePeriod, openDeletionProcesses } from "./deletionProcesses";
import { demoIdentity } from "./demoIdentity";
import { OtherTabs } from "./OtherTabs";
import { deletedData, downloadDraft, keepDraft } from "./personalData";

keepDraft();
defineIdentityDeletionElement();

const identity = demoIdentity();
const otherTabs = new OtherTabs();
const element = document.querySelector<IdentityDeletionElement>("identity-deletion")!;

element.setAttribute("address", identity.address);
element.setAttribute("device-id", identity.deviceId);
element.gracePeriod = gracePeriod;
element.deletedData = deletedData;
element.downloadData = downloadDraft;
element.addEventListener("viewchange", (event) => {
    const { heading, language } = (event as CustomEvent<{ heading: string; language: string }>).detail;
    document.title = heading;
    document.documentElement.lang = language;
});
element.processes = async () =>
    await openDeletionProcesses(identity, () => {
        otherTabs.tell();
        element.refresh("time");
    });
otherTabs.onChange(() => element.refresh());
