/** What columns and problems of a table are called. */
import { t } from '$lib/messages';
import { sayProblem } from '$lib/problems';
import { sayTrouble, Trouble } from '$lib/trouble';
import { wordOf } from '$lib/words';

/** "Documento" of `document/k0/number` too. */
export const sayField = (field: string): string => wordOf(t.table.fields, field.split('/')[0] ?? field);

/** Why a row does not go in: a problem of the forms, a reason of the import, or a trouble of the shell. */
export function sayReason(field: string, code: string): string {
  const own = Object.entries(t.table.reasons).find(([one]) => one === code)?.[1];
  if (own) return own;
  if (code.startsWith('POSTA-')) {
    const words = sayTrouble(new Trouble(code));
    return `${words.sentence} · ${words.code}`;
  }
  return code in t.problems ? sayProblem({ field, code, severity: 'error' }) : t.table.reasons.unreadable;
}

/** Whether a name can come out of it. */
export const isNamed = (columns: readonly string[]): boolean => columns.some((field) => ['full_name', 'given_names', 'surname1', 'surname2'].includes(field));
