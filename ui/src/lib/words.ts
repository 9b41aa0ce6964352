/** The word for a code; the code itself when this version does not know it. */
export function wordOf(words: Record<string, string>, code: string): string {
  return Object.entries(words).find(([one]) => one === code)?.[1] ?? code;
}

/** The words of a list of codes, as choices. */
export const choicesOf = (words: Record<string, string>): { code: string; label: string }[] => Object.entries(words).map(([code, label]) => ({ code, label }));
