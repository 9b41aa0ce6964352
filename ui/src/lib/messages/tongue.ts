/** How a language says numbers and months, from its locale by `Intl`. */
export function tongueOf(locale: string) {
  const plural = new Intl.PluralRules(locale);
  const numbers = new Intl.NumberFormat(locale);
  const tenths = new Intl.NumberFormat(locale, { minimumFractionDigits: 1, maximumFractionDigits: 1 });
  const months = new Intl.DateTimeFormat(locale, { month: 'short', timeZone: 'UTC' });

  /** "12.345". */
  const whole = (number: number): string => numbers.format(number);
  /** The word that goes with a number. */
  const pick = (number: number, one: string, many: string): string => (plural.select(number) === 'one' ? one : many);

  type Word = readonly [one: string, many: string];
  /** "40 minutos", "3 horas", "5 días", "2 años": as much as anybody says. */
  const span = (minutes: number, minute: Word, hour: Word, day: Word, year: Word): string => {
    const long = Math.abs(minutes);
    const [number, word] = long < 120 ? [long, minute] : long < 2880 ? [long / 60, hour] : long < 1_051_200 ? [long / 1440, day] : [long / 525_600, year];
    return `${whole(Math.round(number))} ${pick(Math.round(number), ...word)}`;
  };

  return {
    whole,
    span,
    pick,
    /** "1 persona", "2 personas". */
    count: (number: number, one: string, many: string): string => `${whole(number)} ${pick(number, one, many)}`,
    /** "1,2". */
    tenth: (number: number): string => tenths.format(number),
    /** "412 B", "18,4 kB", "2,1 MB". */
    size: (bytes: number): string => (bytes < 1000 ? `${bytes} B` : bytes < 1_000_000 ? `${tenths.format(bytes / 1000)} kB` : `${tenths.format(bytes / 1_000_000)} MB`),
    /** "nov" for 11. */
    month: (month: number): string => months.format(Date.UTC(2000, month - 1, 1)).replace('.', '')
  };
}
