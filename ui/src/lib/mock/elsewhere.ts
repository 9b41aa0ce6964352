/** Invented answers about people of other departments. `offline` and `busy` say how the server answers, `none` that nobody is found. */
import type { Commands } from '../api';
import type { ElsewhereCandidate, ElsewherePair } from '../bindings';
import { people, postName, userName } from './desk';
import { failing, has, newId, no, ok } from './ground';
import { at, inventPerson } from './people';

const DEPARTMENTS = ['Cochabamba', 'Santa Cruz', 'La Paz', 'Tarija', 'Potosí', 'Pando'];
const POSTS = ['Terminal de Cochabamba', 'San Matías', 'Desaguadero', 'Yacuiba', 'Villazón', 'Cobija'];
const REASONS = [['document_equal', 'birth_equal', 'surname_equal', 'given_name_equal'], ['birth_equal', 'surname_equal'], ['given_name_equal', 'birth_equal'], ['document_equal']];
const pick = <T>(list: readonly T[], index: number): T => list[index % list.length] as T;
const offline = () => (has('offline') ? no('POSTA-S1') : has('busy') ? no('POSTA-S4') : undefined);

function candidate(number: number, initials: string, more: Partial<ElsewhereCandidate> = {}): ElsewhereCandidate {
  return {
    reference: `r${number}`.padEnd(32, '0'),
    department: pick(DEPARTMENTS, number),
    initials,
    birth_year: number % 7 === 6 ? null : 1945 + ((number * 17) % 79),
    sex: pick(['female', 'male', 'female', 'unknown'], number),
    post_name: pick(POSTS, number),
    month: `2026-${String(1 + (number % 9)).padStart(2, '0')}`,
    certain: number % 3 === 0,
    reasons: pick(REASONS, number),
    may_bring: number % 2 === 0,
    ...more
  };
}

const initialsOf = (name: string): string => name.split(/[\s-]+/).filter((word) => /^\p{Lu}/u.test(word)).map((word) => `${word.charAt(0)}.`).join(' ') || '—';

function pairOf(number: number): ElsewherePair | undefined {
  const card = people[number]?.card;
  if (!card) return undefined;
  const year = Number(/\d{4}/.exec(card.birth)?.[0] ?? 0) || null;
  const pair = { card, other: candidate(number, initialsOf(card.name), { sex: card.sex, birth_year: year }), standing: number % 3 === 0 ? 'certain' : 'possible', theirs: '', decided_by: '', decided_at: '' };
  const said = { decided_by: 'Carmen Rocha Villarroel', decided_at: at(1500 + number) };
  const special: Record<number, Partial<ElsewherePair>> = {
    0: { theirs: 'same' },
    1: { standing: 'contradicted', theirs: 'different', ...said },
    3: { standing: 'later', ...said },
    4: { standing: 'same', theirs: 'same', ...said },
    5: { standing: 'different', ...said },
    7: { standing: 'same', theirs: 'different', ...said },
    6: { theirs: 'different' }
  };
  return { ...pair, ...special[number] };
}

let pairs: ElsewherePair[] | undefined;
let asked = has('fresh') || has('empty') ? '' : at(1600);
const all = (): ElsewherePair[] => (pairs ??= asked === '' ? [] : invented());
const invented = (): ElsewherePair[] => Array.from({ length: has('many') ? 10_000 : 9 }, (_, number) => pairOf(number)).filter((one) => one !== undefined);

export const elsewhereMock = {
  elsewherePage: () => failing() ?? ok({ rows: all(), asked_at: asked }),
  askElsewhere: async () => {
    const refused = failing() ?? offline();
    if (refused) return refused;
    asked = at(0);
    pairs = pairs && pairs.length > 0 ? pairs : has('empty') ? [] : invented();
    return ok({ rows: pairs, asked_at: asked });
  },
  decideElsewhere: (person, reference, decision) => {
    if (has('full')) return no('POSTA-D1');
    pairs = all().map((pair) => {
      if (pair.card.id !== person || pair.other.reference !== reference) return pair;
      if (decision === 'open') return { ...pair, standing: pair.other.certain ? 'certain' : 'possible', decided_by: '', decided_at: '' };
      return { ...pair, standing: decision, decided_by: userName(), decided_at: at(0) };
    });
    return ok({ id: person, warnings: [] });
  },
  lookUpElsewhere: (input) => {
    const refused = failing() ?? offline();
    if (refused) return refused;
    if (has('none') || has('empty')) return ok([]);
    const letters = initialsOf([input.given_names, input.surname1, input.surname2].join(' '));
    const year = Number(/\d{4}/.exec(input.birth ?? '')?.[0] ?? 0);
    return ok([
      candidate(0, `${letters} P.`, { birth_year: year || 1997, sex: 'female' }),
      candidate(1, letters, { birth_year: (year || 1997) + 1, sex: 'female' }),
      candidate(3, 'M. A. S. de los Á. M.-V. F. de C.', { department: 'Chuquisaca', post_name: 'Puesto de salud Nuestra Señora de Guadalupe de Camataquí', birth_year: null, may_bring: true })
    ]);
  },
  bringPerson: async (reference) => {
    const refused = offline() ?? (has('unconsented') ? no('POSTA-B1', [{ field: 'elsewhere', code: 'not_consented', severity: 'error' }]) : undefined);
    if (refused) return refused;
    const made = inventPerson(people.length + reference.length);
    const card = { ...made.card, id: newId(), name: 'Yuleisy Carolina Rondón Parra', birth: '1997-02-11', age: 29, sex: 'female', nationality: 'VE', post_name: postName(), registered_by: userName(), registered_at: at(0), sent: false, conflicts: 0 };
    people.unshift({ ...made, card, same_day: true, documents: made.documents.map((one) => ({ ...one, state: 'declarado' })) });
    return ok({ id: card.id, warnings: [{ field: 'consent', code: 'consent_missing', severity: 'warning' }] });
  }
} satisfies Partial<Commands>;
