// tsyringe throws without it. A file of its own: a bundler that puts all files in a row may run a package in CommonJS, as
// this is, only after the ES modules that the same file imports.
// The lite form is the same without what engines of ten years ago lack, and makes no code from strings.
import "reflect-metadata/lite";
export {};
