// What tsyringe throws without. A file of its own: a bundler that puts files in a row runs this one whole before the next,
// where it may run a package in CommonJS, as this is, only after the ES modules that its importer names.
// The lite form is the same without what engines of ten years ago lack, and makes no code from strings.
import "reflect-metadata/lite";
