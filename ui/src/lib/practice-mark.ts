/** The look of a practice, on the whole window and on paper. The style sheet does the rest. */

/** Puts it on, in words that the style sheet writes where no screen can: over what lies over everything, and on every sheet. */
export function markPractice(word: string, band: string): void {
  const { dataset, style } = document.documentElement;
  dataset['practice'] = '';
  style.setProperty('--practice-word', JSON.stringify(word));
  style.setProperty('--practice-printed', JSON.stringify(`${word} · ${band}`));
}

export function unmarkPractice(): void {
  const { dataset, style } = document.documentElement;
  delete dataset['practice'];
  style.removeProperty('--practice-word');
  style.removeProperty('--practice-printed');
}
