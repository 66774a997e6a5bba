import { describeDocuments } from "../support/documents/describeDocuments";

describeDocuments("npm");
