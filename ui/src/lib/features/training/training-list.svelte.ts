import { matches } from '$lib/fold';
import { Loading } from '$lib/loading.svelte';
import { api } from '$lib/api';
import type { TrainingCard } from '$lib/api';

export type Which = 'all' | 'planned' | 'held' | 'renew';
export type Block = { kind: 'renew' | 'planned' | 'held' | 'cancelled'; cards: TrainingCard[] };

const ORDER: readonly Block['kind'][] = ['renew', 'planned', 'held', 'cancelled'];

function kindOf({ training, to_renew }: TrainingCard): Block['kind'] {
  if (training.state === 'cancelled') return 'cancelled';
  if (training.state !== 'held') return 'planned';
  return to_renew ? 'renew' : 'held';
}

/** What has to be renewed, what is to come with the next one first, what was held with the newest first, what was cancelled. */
export function blocksOf(cards: readonly TrainingCard[]): Block[] {
  const day = (kind: Block['kind'], one: TrainingCard, other: TrainingCard) =>
    kind === 'renew' ? one.renew_by.localeCompare(other.renew_by) : kind === 'planned' ? one.training.on.localeCompare(other.training.on) : other.training.on.localeCompare(one.training.on);
  return ORDER.map((kind) => ({ kind, cards: cards.filter((card) => kindOf(card) === kind).sort((one, other) => day(kind, one, other)) })).filter(({ cards: inside }) => inside.length > 0);
}

/** All trainings, searched here: they are read whole. */
export class TrainingList {
  typed = $state('');
  which = $state<Which>('all');
  readonly read = new Loading(() => api.trainings());

  found = $derived.by((): TrainingCard[] => {
    const text = ({ training, theme_names, department_name }: TrainingCard) => [training.title, training.city, department_name, training.institution, training.trainers, ...theme_names].join(' ');
    const fits = (card: TrainingCard) => this.which === 'all' || (this.which === 'held' ? card.training.state === 'held' : kindOf(card) === this.which);
    return (this.read.value ?? []).filter((card) => fits(card) && (this.typed.trim() === '' || matches(text(card), this.typed)));
  });
}
