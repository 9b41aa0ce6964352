import { t } from '$lib/messages';
import type { ThemeGain } from '$lib/api';

const SIGN = new Intl.NumberFormat('es', { signDisplay: 'never' });

/** Whether the change may as well be none: the interval holds zero. */
export const mayBeNone = ({ low, high }: Pick<ThemeGain, 'low' | 'high'>): boolean => low !== null && high !== null && low <= 0 && high >= 0;

/** A bound of an interval of changes; a minus of its own before what is less. */
const bound = (number: number): string => (Math.round(number) < 0 ? `−${SIGN.format(Math.round(number))}` : SIGN.format(Math.round(number)));

/** "−4 a 12" of an interval; "" without one. */
export const sayInterval = ({ low, high }: Pick<ThemeGain, 'low' | 'high'>): string => (low === null || high === null ? '' : t.trainings.gains.between(bound(low), bound(high)));

/** "de 45 % a 78 %: 33 puntos más, entre 21 y 45". With tenths where whole numbers would not add up. */
export function sayGain(gain: ThemeGain): string {
  const words = t.trainings.gains;
  const exact = Math.round(gain.exit) - Math.round(gain.entry) !== Math.round(gain.gain);
  const change = Math.abs(gain.gain) < 0.05 || (!exact && Math.round(gain.gain) === 0) ? words.equal : gain.gain > 0 ? words.more(gain.gain, exact) : words.less(-gain.gain, exact);
  return words.said(words.from(gain.entry, gain.exit, exact), change, sayInterval(gain));
}

/** "+33", "−4", "0", for a table. */
export const sayChange = (gain: number): string => (Math.round(gain) > 0 ? `+${bound(gain)}` : bound(gain));
