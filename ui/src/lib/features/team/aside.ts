import type { AsideCard } from '$lib/api';

/** What admitting `card` lets in before it: a feed is admitted through a batch, never one batch of it alone. Oldest first. */
export const admittedBefore = (cards: readonly AsideCard[], card: AsideCard): AsideCard[] =>
  cards.filter((one) => one.feed === card.feed && one.n < card.n).sort((one, other) => one.n - other.n);
