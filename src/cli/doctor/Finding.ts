export interface Finding {
    readonly check: string;
    /** `warning`: an operator should look. `wrong`: a deletion would not work. */
    readonly level: "ok" | "warning" | "wrong";
    readonly message: string;
    readonly next?: string;
}
