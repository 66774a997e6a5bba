import { DeletionPage } from "./DeletionPage";
import { demoIdentity } from "./demoIdentity";
import { Language } from "./Language";

await new DeletionPage(new Language(navigator.languages), demoIdentity()).open();
