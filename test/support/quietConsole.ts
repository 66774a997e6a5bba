/** A module without a lifecycle warns on the console, once in each test file's life; nearly all tests have none, on purpose. */
const { warn } = console;

console.warn = (...texts: unknown[]): void => {
    if (!String(texts[0]).includes("this module has no lifecycle")) warn(...texts);
};

export {};
