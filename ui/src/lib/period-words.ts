/** What stands around the days of a period, and what is wrong with those that are typed. */
import { t } from './messages';
import type { PeriodChoice } from './period-choice.svelte';

type Note = { text: string; severity: 'error' | 'warning' };

export function saidWrong(period: PeriodChoice): { from: string; to: string; placeholder: string; fromNotes: Note[]; toNotes: Note[] } {
  const wrong = period.wrong();
  const note = (on: boolean, text: string): Note[] => (on ? [{ text, severity: 'error' }] : []);
  return {
    from: t.period.from,
    to: t.period.to,
    placeholder: t.period.placeholder,
    fromNotes: note(wrong.from, t.period.unreadable),
    toNotes: [...note(wrong.to, t.period.unreadable), ...note(wrong.turned, t.period.turned)]
  };
}
