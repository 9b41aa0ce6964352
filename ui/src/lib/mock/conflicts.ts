/** Invented answers about fields with more than one value. */
import type { Commands } from '../api';
import type { ConflictRow, ConflictView, OfficeConflicts, PersonView, SourcedValue } from '../bindings';
import { people, postName, userName } from './desk';
import { failing, has, no, ok } from './ground';
import { at } from './people';

const CRITICAL = ['number', 'birth'];
const isCritical = (field: string): boolean => field.split('/').some((part) => CRITICAL.includes(part));
const value = (of: string, author: string, post: string, minutes: number, seen: string[], shown = false): SourcedValue => ({ value: of, name: '', author, post, at: at(minutes), shown, seen });
const later = () => ({ author: 'Carmen Rocha Villarroel', post: 'Oruro', at: at(400) });

function conflictOf(kind: string, id: string, field: string, values: SourcedValue[], putOff = false): ConflictView {
  return { kind, id, field, values, critical: isCritical(field), later: putOff ? later() : null };
}

/** What two posts wrote of the same person, one field after the other. */
function invent(person: PersonView, number: number): ConflictView {
  const { id, birth } = person.card;
  const minutes = 300 + number * 47;
  const two = (one: string, other: string, seen: string[] = ['passport']) => [value(one, 'Ana Quispe', 'Pisiga', minutes, seen, true), value(other, 'Luis Condori', 'Tambo Quemado', minutes - 200, number % 2 === 0 ? [] : ['national_id', 'birth_certificate'])];
  const key = person.documents[0]?.key;
  const putOff = number % 6 === 5;
  if (number % 4 === 0) return conflictOf('person', id, 'birth', two(birth, '1991-07-05'), putOff);
  if (number % 4 === 1 && key) return conflictOf('person', id, `document/${key}/number`, two(person.documents[0]?.number ?? '', '14290881', []), putOff);
  return number % 4 === 2 ? conflictOf('person', id, 'residence', two('040901', '040101'), putOff) : conflictOf('person', id, 'phone', two(person.phone, '+591 6810 2275'), putOff);
}

function dress(): void {
  const [rich, long] = people;
  if (!rich || !long) return;
  const { id } = rich.card;
  const enrollment = rich.enrollments[0]?.id ?? '';
  rich.conflicts = [
    conflictOf('person', id, 'birth', [value('1997-02-11', 'Ana Quispe', 'Pisiga', 2900, ['passport', 'national_id'], true), value('1997-11-02', 'Guadalupe del Carmen Montenegro-Villavicencio', 'Tambo Quemado', 1500, [])]),
    ...rich.conflicts,
    conflictOf('enrollment', enrollment, 'facility', [value('400107', 'Ana Quispe', 'Pisiga', 2700, ['passport'], true), value('400080', 'Luis Condori', 'Tambo Quemado', 1400, ['national_id'])], true)
  ];
  rich.decided_conflicts = [
    { kind: 'person', id, field: 'nationality', value: 'VE', over: ['CO'], author: 'Carmen Rocha Villarroel', post: 'Oruro', at: at(600) },
    { kind: 'person', id, field: 'document/a1/number', value: '14290887', over: ['14290881', '1429088'], author: 'Ana Quispe', post: 'Pisiga', at: at(3900) },
    { kind: 'person', id, field: 'phone', value: '+591 7241 8830', over: [''], author: 'Ana Quispe', post: 'Pisiga', at: at(9000) }
  ];
  rich.card.conflicts = rich.conflicts.length;
  long.conflicts = [conflictOf('person', long.card.id, 'guardian_name', [value('Guadalupe del Carmen Montenegro-Villavicencio', 'Ana Quispe', 'Pisiga', 700, [], true), value('María Guadalupe del Carmen Montenegro Villavicencio de Fernández', 'Luis Condori', 'Tambo Quemado', 500, ['bo_ci'])])];
  long.card.conflicts = 1;
  people.forEach((person, number) => {
    if (person.conflicts.length > 0 || (person.card.conflicts === 0 && !has('many'))) return;
    person.conflicts = [invent(person, number)];
    person.card.conflicts = 1;
  });
}
dress();

/** Invented: two supervisors wrote apart of a plan, and two tablets took one evaluation. */
const office: OfficeConflicts[] = has('empty')
  ? []
  : [
      { kind: 'plan', id: '0f'.repeat(16), title: 'Centro de salud Pisiga Bolívar', of_kind: 'plan', of: '0f'.repeat(16), fields: [{ about: '', conflict: conflictOf('plan', '0f'.repeat(16), 'to', [value('2026-12-31', 'Carmen Rocha Villarroel', 'Oruro', 320, [], true), value('2027-06-30', 'Elena Villca', 'Oruro', 300, [])]) }] },
      {
        kind: 'participant',
        id: '1f'.repeat(16),
        title: 'Rosa Mamani Quispe',
        of_kind: 'training',
        of: '2f'.repeat(16),
        fields: [{ about: '¿Se puede negar la atención de emergencia a quien no tiene documentos?', conflict: conflictOf('participant', '1f'.repeat(16), 'entry/emergencia', [{ ...value('a', 'Ana Quispe', 'Pisiga', 280, [], true), name: 'No, nunca' }, value('dont_know', 'Luis Condori', 'Tambo Quemado', 270, [])]) }]
      }
    ];

function officeRows(group: string): ConflictRow[] {
  return office.flatMap(({ kind, id, title, fields }) => {
    const inGroup = fields.filter(({ conflict }) => (conflict.later !== null) === (group === 'later'));
    return inGroup.length === 0 ? [] : [{ kind, id, title, person: null, fields: inGroup.map(({ conflict }) => conflict.field), critical: false, at: at(270) }];
  });
}

/** One row a record, those that hold an enrollment up first, then the last changed. */
function rows(group: string): ConflictRow[] {
  const found = people.flatMap((person) => {
    const inGroup = person.conflicts.filter((one) => (one.later !== null) === (group === 'later'));
    return [...new Set(inGroup.map(({ id }) => id))].map((id): ConflictRow => {
      const mine = inGroup.filter((one) => one.id === id);
      return { kind: mine[0]?.kind ?? 'person', id, person: person.card, title: '', fields: mine.map(({ field }) => field), critical: mine.some(({ critical }) => critical), at: mine.flatMap(({ values }) => values.map((one) => one.at)).sort().at(-1) ?? '' };
    });
  });
  return [...found, ...officeRows(group)].sort((one, other) => Number(other.critical) - Number(one.critical) || other.at.localeCompare(one.at));
}

/** How many records Inicio counts, by what became of them. */
export const conflictCounts = () => ({ conflicts: rows('open').length, conflicts_later: rows('later').length });

const officeConflict = (id: string, field: string) => office.find((one) => one.id === id)?.fields.find(({ conflict }) => conflict.field === field)?.conflict;
const holder = (id: string, field: string): PersonView | undefined => people.find(({ conflicts }) => conflicts.some((one) => one.id === id && one.field === field));

export const conflictsMock = (setEnrollmentStatus: Commands['setEnrollmentStatus']) => ({
  conflictsPage: async (group, offset, limit) => {
    const of = rows(group);
    return failing() ?? ok({ rows: of.slice(offset, offset + limit), total: of.length, open: rows('open').length, later: rows('later').length });
  },
  officeConflicts: async (kind, id) => {
    const found = office.find((one) => one.kind === kind && one.id === id);
    return failing() ?? (found ? ok(structuredClone(found)) : no('POSTA-B2'));
  },
  putOffConflict: async (_kind, id, field) => {
    const conflict = officeConflict(id, field) ?? holder(id, field)?.conflicts.find((one) => one.id === id && one.field === field);
    if (!conflict) return no('POSTA-B2');
    conflict.later = { author: userName(), post: postName(), at: at(0) };
    return ok({ id, warnings: [] });
  },
  resolveConflict: (kind, id, field, chosen) => {
    const record = office.find((one) => one.id === id);
    if (record) {
      record.fields = record.fields.filter(({ conflict }) => conflict.field !== field);
      return ok({ id, warnings: [] });
    }
    const person = holder(id, field);
    const conflict = person?.conflicts.find((one) => one.id === id && one.field === field);
    if (!person || !conflict) return no('POSTA-B2');
    person.decided_conflicts.unshift({ kind, id, field, value: chosen, over: conflict.values.map((one) => one.value).filter((one) => one !== chosen), author: userName(), post: postName(), at: at(0) });
    person.conflicts = person.conflicts.filter((one) => one !== conflict);
    Object.assign(person.card, { conflicts: person.conflicts.length, sent: false, ...(field === 'birth' && { birth: chosen }) });
    if (field in person) Object.assign(person, { [field]: chosen });
    return ok({ id, warnings: [] });
  },
  setEnrollmentStatus: (id, status, official, observation) => {
    const held = people.some((person) => person.enrollments.some((one) => one.id === id) && person.conflicts.some((one) => one.critical));
    return held && ['presentada', 'confirmada'].includes(status) ? no('POSTA-B1', [{ field: 'status', code: 'critical_undecided', severity: 'error' }]) : setEnrollmentStatus(id, status, official, observation);
  }
}) satisfies Partial<Commands>;
