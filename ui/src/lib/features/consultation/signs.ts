/** Short signs: what is typed in the usual unit, and the whole number that is kept in the unit that its word says. */
export const SIGNS = [
  { sign: 'temperature_tenths_c', scale: 10 },
  { sign: 'pulse_per_minute', scale: 1 },
  { sign: 'breaths_per_minute', scale: 1 },
  { sign: 'systolic_mmhg', scale: 1 },
  { sign: 'diastolic_mmhg', scale: 1 },
  { sign: 'oxygen_percent', scale: 1 },
  { sign: 'weight_grams', scale: 1000 }
] as const;

export type SignWord = (typeof SIGNS)[number]['sign'];

/** No sign is larger, in its own unit; the shell takes 32 bits. */
const MOST = 1_000_000;
const scaleOf = (sign: string): number => SIGNS.find((one) => one.sign === sign)?.scale ?? 1;

/** "37,5" as 375; undefined when it is no number. What is finer than the unit is rounded. */
export function readSign(sign: string, typed: string): number | undefined {
  if (!/^\s*\d{1,7}([.,]\d{1,3})?\s*$/.test(typed)) return undefined;
  const value = Math.round(Number(typed.trim().replace(',', '.')) * scaleOf(sign));
  return value <= MOST ? value : undefined;
}

/** 375 as "37,5", with the comma or the point of a language. */
export function writeSign(sign: string, value: number, locale: string): string {
  return new Intl.NumberFormat(locale, { maximumFractionDigits: 3, useGrouping: false }).format(value / scaleOf(sign));
}
