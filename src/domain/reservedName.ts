/** No Identity has this address, and no process's record this key. */
export const reservedName = "!store";
