/** Accent-blind text, as `posta_domain::fold` makes it: two texts that fold alike are alike to a search. */
export function fold(text: string): string {
  return text
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/œ/g, 'oe')
    .replace(/æ/g, 'ae')
    .replace(/ß/g, 'ss')
    .replace(/ø/g, 'o')
    .replace(/ł/g, 'l')
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();
}

/** Whether every word typed begins a word of the text. */
export function matches(text: string, typed: string): boolean {
  const words = fold(text).split(' ');
  return fold(typed)
    .split(' ')
    .every((part) => words.some((word) => word.startsWith(part)));
}
