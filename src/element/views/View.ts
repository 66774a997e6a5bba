/** What stands in the middle of the page. */
export interface View {
    readonly element: HTMLElement;
    /** Ends what the view has running. */
    readonly stop?: () => void;
}
