import type { PersonCard, SyncView } from '$lib/api';

/** What waits to be sent: the people shown, and how many records more. */
export type Waiting = { people: PersonCard[]; others: number };

/** At most `most` people. Whatever else waits is counted and never named. Nothing only when nothing is pending. */
export function waitingOf(view: Pick<SyncView, 'pending' | 'waiting' | 'waiting_others'>, most: number): Waiting {
  if (view.pending === 0) return { people: [], others: 0 };
  const people = view.waiting.slice(0, most);
  const others = view.waiting.length - people.length + view.waiting_others;
  return { people, others: people.length + others > 0 ? others : view.pending };
}
