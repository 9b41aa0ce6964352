/** What is said of two records that may be one person. Shared by every feature that speaks of them. */
import type { PairContradiction, PersonCard } from './bindings';
import { t } from './messages';
import { sayDay } from './moment';
import { nameOf } from './people';
import { wordOf } from './words';

/** What speaks for it, or against it, in words; a code of a later version has none. */
export function sayReason(code: string): string {
  const words = wordOf({ ...t.pair.against, ...t.person.form.why }, code);
  return words === code ? t.pair.otherReason : words;
}

/** Several in one line, each once. */
export const sayReasons = (codes: readonly string[]): string => [...new Set(codes.map(sayReason))].join(', ');

/** "Rosa Mamani (Pisiga)": two records may bear one name. */
export const whoOf = (card: Pick<PersonCard, 'name' | 'post_name'>): string => t.pair.who(nameOf(card), card.post_name);

/** "Rosa Mamani (Pisiga), registro del 3 de mayo": what tells two of one name apart. */
export const whoOn = (card: Pick<PersonCard, 'name' | 'post_name' | 'registered_at'>): string => t.pair.registeredOn(whoOf(card), sayDay(card.registered_at));

/** Why two records are not shown as one, and that somebody has to decide. */
export function sayContradiction({ a, b, cause }: PairContradiction): string {
  const { decided_both, decided_different, same_enrollment, too_many, other } = t.pair.contradictions;
  const words: Record<string, typeof other> = { decided_both, decided_different, same_enrollment, too_many };
  return (words[cause] ?? other)(whoOf(a), whoOf(b));
}
