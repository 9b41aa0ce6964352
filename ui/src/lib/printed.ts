/** What the printer may have of a person's page. `data-printed-for` marks a block with its purpose; the style sheet leaves out what nobody agreed to. */

/** Until the next page: the purposes that the person agrees to today. */
export function allowPrinting(agreed: readonly string[]): void {
  document.documentElement.dataset['agreed'] = agreed.join(' ');
}

/** Nothing that is marked is printed. */
export function allowNothing(): void {
  delete document.documentElement.dataset['agreed'];
}
