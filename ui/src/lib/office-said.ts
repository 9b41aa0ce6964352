/** What is said of something that was kept although something is missing in it. */
import type { Saved } from './bindings';
import { sayProblem } from './problems';
import { toasts } from './toasts.svelte';

/** @param carry the next screen shows it */
export function sayKept(words: string, { warnings }: Pick<Saved, 'warnings'>, carry = false): void {
  const text = [words, ...new Set(warnings.map(sayProblem))].join('. ');
  const tone = warnings.length > 0 ? 'warn' : 'ok';
  if (carry) toasts.carry(text, tone);
  else toasts.say(text, tone);
}
