/** The date of a publication: as much of it as is known. */
import { readBirth, storedBirth, typedBirth } from './birth';
import { t } from './messages';
import { today } from './moment';

/** "2019", "feb 2019", "20 feb 2019"; "" when nothing is known, and as it is when this version does not read it. */
export function sayDated(date: string): string {
  const read = storedBirth(date);
  switch (read?.kind) {
    case 'year':
      return String(read.year);
    case 'month':
      return t.birth.month(read.month, read.year);
    case 'date':
      return t.birth.date(read.day, read.month, read.year);
    default:
      return date;
  }
}

/** `YYYY`, `YYYY-MM` or `YYYY-MM-DD` of what was typed; "" of nothing, undefined when it is no date. */
export function readDated(typed: string): string | undefined {
  const read = readBirth(typed, today());
  if (read.at === 'empty') return '';
  return read.at === 'read' && read.birth.kind !== 'age' ? read.value : undefined;
}

/** As it is typed. */
export const writeDated = typedBirth;
