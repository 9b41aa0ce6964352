/** What is said of two records that may be one person. Shared by every feature that speaks of them. */
import type { PairContradiction, PersonCard } from './bindings';
import { t } from './messages';
import { nameOf } from './people';
import { wordOf } from './words';

/** What speaks for it, or against it, in words. */
export const sayReason = (code: string): string => wordOf({ ...t.pair.against, ...t.person.form.why }, code);

/** Several in one line, each once. */
export const sayReasons = (codes: readonly string[]): string => [...new Set(codes.map(sayReason))].join(', ');

/** "Rosa Mamani (Pisiga)": two records may bear one name. */
export const whoOf = (card: Pick<PersonCard, 'name' | 'post_name'>): string => t.pair.who(nameOf(card), card.post_name);

/** Why two records are not shown as one, and that somebody has to decide. */
export function sayContradiction({ a, b, cause }: PairContradiction): string {
  const { decided_both, decided_different, same_enrollment, too_many, other } = t.pair.contradictions;
  const words: Record<string, typeof other> = { decided_both, decided_different, same_enrollment, too_many };
  return (words[cause] ?? other)(whoOf(a), whoOf(b));
}
