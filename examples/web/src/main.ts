import { DeletionPage } from "./DeletionPage";
import { demoIdentity } from "./demoIdentity";
import { Language } from "./Language";
import { keepDraft } from "./personalData";

keepDraft();
await new DeletionPage(new Language(navigator.languages), demoIdentity()).open();
