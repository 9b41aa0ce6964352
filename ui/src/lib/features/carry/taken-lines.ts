/** What came of a file or of a talk, line by line. "Enviado" is said only of what the server acknowledged. */
import type { CarryTaken } from '$lib/api';
import { t } from '$lib/messages';

export type TakenLine = { about: 'records' | 'sealed' | 'carried' | 'entries' | 'acknowledged' | 'byServer' | 'quarantined' | 'given' | 'nothing'; text: string };

/** `given`: batches that went to the other laptop; 0 of a file. What is zero is not said; that nothing is new, is. */
export function takenLines(taken: CarryTaken | null, given = 0): TakenLine[] {
  const told = (about: Exclude<TakenLine['about'], 'nothing'>, number: number): TakenLine[] => (number > 0 ? [{ about, text: t.carry.taken[about](number) }] : []);
  const news = taken ? [...told('records', taken.records), ...told('sealed', taken.sealed), ...told('carried', taken.carried), ...told('entries', taken.entries)] : [];
  const nothing: TakenLine[] = taken?.complete && news.length === 0 && taken.quarantined === 0 ? [{ about: 'nothing', text: t.carry.taken.nothing }] : [];
  return [...news, ...nothing, ...told('given', given), ...(taken ? [...told('acknowledged', taken.acknowledged), ...told('byServer', taken.by_server), ...told('quarantined', taken.quarantined)] : [])];
}
