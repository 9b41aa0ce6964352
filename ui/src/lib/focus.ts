const CONTROL = 'input:not(:disabled), textarea:not(:disabled), button:not(:disabled)';

/** Where the focus goes when a part of a form appears: what must be corrected, else where it says so, else its heading that takes focus, else its first control. */
export function landingOf(part: Pick<ParentNode, 'querySelector'>): HTMLElement | null {
  const find = (selector: string) => part.querySelector<HTMLElement>(selector);
  return find('[aria-invalid="true"]') ?? find('[data-land] input:not(:disabled), button[data-land]') ?? find('h2[tabindex="-1"]') ?? find(CONTROL);
}
