/** Where somebody left the pairs, kept in memory only and gone with the session. */
import { session } from '$lib/session.svelte';
import type { Group } from './pair-list.svelte';

type Pair = { a: { id: string }; b: { id: string } };
type Place = { group: Group; pair: Pair | undefined; index: number };

const BEGIN: Place = { group: 'open', pair: undefined, index: 0 };

class PairPlace {
  #place = BEGIN;

  get now(): Place {
    return this.#place;
  }

  keep(group: Group, pair: Pair | undefined, index: number): void {
    this.#place = { group, pair: pair && { a: { id: pair.a.id }, b: { id: pair.b.id } }, index };
  }

  /** Somebody goes to the pairs to decide one that contradicts itself. */
  seek(pair: Pair): void {
    this.keep('open', pair, 0);
  }

  clear(): void {
    this.#place = BEGIN;
  }
}

export const pairPlace = new PairPlace();
session.whenOver(() => pairPlace.clear());
