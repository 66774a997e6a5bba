import { describeDocuments } from "../support/documents/describeDocuments";

// It keeps packages apart: what a program imports without having it installed is not found.
describeDocuments("pnpm");
