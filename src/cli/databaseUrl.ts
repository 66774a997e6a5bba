export function isDatabaseUrl(database: string): boolean {
    return /^postgres(ql)?:\/\//.test(database);
}

export function isForeignUrl(database: string): boolean {
    return /^[a-z][a-z0-9+.-]*:\/\//i.test(database) && !isDatabaseUrl(database);
}

export function shownDatabase(database: string): string {
    if (!isDatabaseUrl(database)) return database;
    return database.replace(/^([a-z]+:\/\/[^/?#]*?):.*@/, "$1:…@").replace(/([?&]password=)[^&]*/g, "$1…");
}
