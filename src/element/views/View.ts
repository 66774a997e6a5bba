export interface View {
    readonly element: HTMLElement;
    readonly stop?: () => void;
}
