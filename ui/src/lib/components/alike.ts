/** In a language of the screens, not in that of the computer: the locale "C" tells capitals from small letters. */
const letters = new Intl.Collator('es', { sensitivity: 'base' });

/** Whether two texts are the same but for capitals and accents. */
export const alike = (one: string, other: string): boolean => letters.compare(one, other) === 0;
