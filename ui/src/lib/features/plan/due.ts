import { inDays } from '$lib/days';
import type { CommitmentCard } from '$lib/api';

/** What is overdue or due within a week: what an agenda shows. */
export const soonOf = (due: readonly CommitmentCard[], until = inDays(7)): CommitmentCard[] => due.filter(({ commitment, overdue }) => overdue || (commitment.due !== '' && commitment.due <= until));

export const TERMS = ['short', 'medium', 'long'] as const;

/** Actions by their term, each in the order that they came in; what has no known term comes with the short ones. */
export function byTerm(cards: readonly CommitmentCard[]): { term: (typeof TERMS)[number]; cards: CommitmentCard[] }[] {
  const termOf = ({ commitment }: CommitmentCard) => TERMS.find((term) => term === commitment.term) ?? 'short';
  return TERMS.map((term) => ({ term, cards: cards.filter((card) => termOf(card) === term) }));
}
