import type { WaitCard } from '$lib/api';
import { t } from '$lib/messages';
import { sayTrouble, Trouble } from '$lib/trouble';

/** Whatever waits for the same reason. `code` is "" where nothing is wrong. */
export type WaitGroup = { reason: string; code: string; whose: string[]; sentence: string; action: string };

const named = <T>(words: Record<string, T>, key: string): T | undefined => Object.entries(words).find(([word]) => word === key)?.[1];

/** One row a reason, with what is wrong first. A word of a later version that is no trouble is said as the next exchange. */
export function groupWaits(waits: readonly WaitCard[]): WaitGroup[] {
  const groups = new Map<string, WaitGroup>();
  for (const { sensitivity, records, reason, code } of waits) {
    const words = code ? sayTrouble(new Trouble(code)) : (named(t.sync.waits.reasons, reason) ?? t.sync.waits.reasons.next_exchange);
    const group = groups.get(reason) ?? { reason, code, whose: [], sentence: words.sentence, action: words.action };
    group.whose.push(t.sync.waits.records(named(t.team.sensitivities, sensitivity) ?? t.sync.waits.other, records));
    groups.set(reason, group);
  }
  return [...groups.values()].sort((one, other) => Number(other.code !== '') - Number(one.code !== ''));
}
