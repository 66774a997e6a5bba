/** What the middle of the page shows. */
export interface View {
    readonly element: HTMLElement;
    /** Ends what the view has running. */
    readonly stop?: () => void;
}
