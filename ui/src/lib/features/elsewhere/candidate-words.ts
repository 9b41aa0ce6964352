/** Somebody of another department in words: the least that decides, and nothing more. */
import type { ElsewhereCandidate, PersonInput } from '$lib/api';
import { t } from '$lib/messages';
import { sayBirth, saySex } from '$lib/people';

/** "nació en 1997 · mujer". */
export function sayWho({ birth_year, sex }: ElsewhereCandidate): string {
  return [birth_year === null ? t.elsewhere.bornUnknown : t.elsewhere.born(birth_year), sex === 'unknown' ? '' : saySex(sex).toLowerCase()].filter(Boolean).join(' · ');
}

/** "Z. Q., nació en 1994 · mujer": one of several, apart from the others. */
export const sayOne = (candidate: ElsewhereCandidate): string => [candidate.initials.trim() || t.elsewhere.noInitials, sayWho(candidate)].join(', ');

/** "Registro en Yacuiba, mar 2026". */
export function sayOrigin({ post_name, month }: ElsewhereCandidate): string {
  const [year, number] = month.split('-').map(Number);
  return t.elsewhere.registered(post_name, year && number ? t.birth.month(number, year) : month);
}

/** What is looked for: "Zulma Quispe · año 1994 · 142000". */
export function sayInput(input: PersonInput): string {
  const name = [input.given_names, input.surname1, input.surname2].filter(Boolean).join(' ');
  return [name, sayBirth(input.birth ?? ''), ...(input.documents ?? []).map(({ number }) => number)].filter(Boolean).join(' · ');
}
