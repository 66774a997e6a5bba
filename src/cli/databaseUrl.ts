/** Whether a database is named by its address, which only PostgreSQL's are, and not by its file. */
export function isDatabaseUrl(database: string): boolean {
    return /^postgres(ql)?:\/\//.test(database);
}

/** As it may be shown: without the password. */
export function shownDatabase(database: string): string {
    if (!isDatabaseUrl(database)) return database;
    return database.replace(/^([a-z]+:\/\/[^/?#]*?):.*@/, "$1:…@").replace(/([?&]password=)[^&]*/g, "$1…");
}
