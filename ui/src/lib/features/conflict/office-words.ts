/** Flat keys of trainings, participants, plans, meetings and commitments, and their values, in words. */
import { isDay } from '$lib/days';
import { t } from '$lib/messages';
import { sayDay } from '$lib/moment';
import { wordOf } from '$lib/words';

/** The words of the forms. */
function wordsOf(kind: string): Record<string, string> {
  const { office } = t.conflict;
  const { form, participants, evaluation } = t.trainings;
  switch (kind) {
    case 'training':
      return { kind: form.kind, title: form.title, theme: form.themes, on: form.on, hours: form.hours, city: form.city, department: form.department, institution: form.institution, trainers: form.trainers, trained_by: form.trainedBy, state: form.state, note: form.note };
    case 'participant':
      return { name: participants.name, sex: participants.sex, role: participants.role, institution: participants.institution, entry: evaluation.moments.entry, exit: evaluation.moments.exit, entry_on: office.entryOn, exit_on: office.exitOn, withdrawn: office.withdrawn, training: office.of };
    case 'publication': {
      const { title, summary, date, source, content, file } = t.shelf.form;
      const { kind, language } = t.shelf.facts;
      return { title, kind, summary, language, date, source, text: content, file, withdrawn: t.shelf.withdrawn };
    }
    case 'plan': {
      const { institution, service, place, from, to, note } = t.plans.plan;
      return { institution, service, place, from, to, note, practice: office.practice };
    }
    case 'meeting': {
      const { kind, name, on, place, institution, women, men, other, agreements } = t.plans.meetings;
      return { kind, name, on, place, institution, women, men, other, agreements };
    }
    default: {
      const { what, responsible, due, term, state, evidence } = t.plans.commitment;
      return { what, responsible, due, term, state, evidence, of: office.of };
    }
  }
}

/** "Evaluación de entrada: ¿…?", "Institución"; the key itself where this version does not know it. */
export function sayOfficeField(kind: string, field: string, about = ''): string {
  const [head = ''] = field.split('/');
  const words = wordOf(wordsOf(kind), head);
  return about ? t.person.partOf(words, about) : words;
}

/** What both fields and kinds choose from. */
function choices(kind: string, head: string): Record<string, string> {
  if (head === 'sex') return t.trainings.sexes;
  if (head === 'role') return t.trainings.roles;
  if (head === 'term') return t.plans.terms;
  if (head === 'kind') return kind === 'meeting' ? t.plans.meetings.kinds : t.trainings.kinds;
  if (head === 'state') return kind === 'commitment' ? t.plans.states : t.trainings.states;
  return {};
}

/** The value as a person says it. */
export function sayOfficeValue(kind: string, field: string, value: string): string {
  const [head = ''] = field.split('/');
  if (value === '') return t.person.conflict.blank;
  if (value === 'true' || value === 'false') return value === 'true' ? t.app.yes : t.app.no;
  if ((head === 'entry' || head === 'exit') && value === 'dont_know') return t.trainings.evaluation.unsure;
  return isDay(value) ? sayDay(value) : wordOf(choices(kind, head), value);
}
