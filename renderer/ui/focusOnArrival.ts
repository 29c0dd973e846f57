/** A ref that puts the focus into a field when it comes up: the one thing the page asks for. */
export const focusOnArrival = (field: HTMLElement | null): void => field?.focus();
