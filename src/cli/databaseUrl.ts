/** Whether a database is named by its address, which only PostgreSQL's are, and not by its file. */
export function isDatabaseUrl(database: string): boolean {
    return /^postgres(ql)?:\/\//.test(database);
}

/** Whether it is the address of something else: `mysql://…`. No path of a file begins so. */
export function isForeignUrl(database: string): boolean {
    return /^[a-z][a-z0-9+.-]*:\/\//i.test(database) && !isDatabaseUrl(database);
}

/** As it may be shown: without the password. */
export function shownDatabase(database: string): string {
    if (!isDatabaseUrl(database)) return database;
    return database.replace(/^([a-z]+:\/\/[^/?#]*?):.*@/, "$1:…@").replace(/([?&]password=)[^&]*/g, "$1…");
}
