/** Invented people. Names are common words of the region put together by a counter; nobody is meant. */
import type { ConflictView, PersonView, TimelineEntry } from '../bindings';

const GIVEN = ['Yuleisy Carolina', 'Wilner', 'Santiago', 'Rosa Elena', 'Luis Alberto', 'Fabiola', 'José Gregorio', 'Neymar', 'Ana Lucía', 'Kétia', 'Edwin', 'Marlene', 'Juan Carlos', 'Nayra', 'Tupaq', 'María Fernanda', 'Darwin', 'Esperanza', 'Óscar', 'Milagros'];
const SURNAMES = ['Rondón', 'Jean-Baptiste', 'Mamani', 'Choque', 'Quispe', 'Peña', 'Condori', 'Guzmán', 'Flores', 'Ñáñez', 'Huanca', 'Colque', 'Ticona', 'Belizaire', 'Urbina', 'Añez', 'Copa', 'Vásquez', 'Lozada', 'Chambi'];
const COUNTRIES = ['VE', 'HT', 'BO', 'PE', 'CO', 'CL', 'BR', 'CU', 'EC'];
export const POSTS = [
  { code: 'pisiga', name: 'Pisiga', author: 'Ana Quispe' },
  { code: 'tambo-quemado', name: 'Tambo Quemado', author: 'Luis Condori' },
  { code: 'desaguadero', name: 'Desaguadero', author: 'Marco Flores' },
  { code: 'villazon', name: 'Villazón', author: 'Elena Ticona' },
  { code: 'kasani', name: 'Kasani', author: 'Sonia Apaza' }
];

export const at = (minutesAgo: number) => new Date(Date.now() - minutesAgo * 60_000).toISOString();
const pick = <T>(list: readonly T[], index: number): T => list[((index % list.length) + list.length) % list.length] as T;
const hex = (number: number) => (number * 2654435761 + 97).toString(16).padStart(32, '0').slice(-32);

/** The same person for the same number, at every start. */
export function inventPerson(number: number): PersonView {
  const given = pick(GIVEN, number * 7 + 3);
  const [one, two] = [pick(SURNAMES, number * 3 + 1), pick(SURNAMES, number * 11 + 5)];
  const post = pick(POSTS, number % 13 === 0 ? number : number % 2);
  const year = 1945 + ((number * 17) % 79);
  const country = pick(COUNTRIES, number);
  const unnamed = number % 97 === 96;
  const births = [`${year}-05-17`, `${year}`, `${year}-11`, `age:${2026 - year}@2026-11-20`];
  const kinds = ['passport', 'national_id', 'bo_ci', 'temporary_permit'];
  const documented = number % 5 !== 4;
  const registered = at(number * 43 + 12);
  return blankPerson({
    card: {
      id: hex(number + 1),
      name: unnamed ? '' : `${given} ${one} ${two}`,
      sex: pick(['female', 'male', 'female', 'unknown'], number),
      birth: pick(births, number),
      age: 2026 - year - 1,
      nationality: country,
      document: documented ? `${pick(kinds, number)} ${country} ${14_200_000 + number * 37}` : '',
      post: post.code,
      post_name: post.name,
      registered_by: post.author,
      registered_at: registered,
      conflicts: number % 211 === 40 ? 1 : 0,
      sent: number > 11,
      sources: 0
    },
    given_names: unnamed ? '' : given,
    surname1: unnamed ? '' : one,
    surname2: unnamed ? '' : two,
    name_undeclared: unnamed,
    documents: documented
      ? [{ key: 'a1', kind: pick(kinds, number), country, number: String(14_200_000 + number * 37), state: pick(['vigente', 'vencido', 'copia', 'declarado'], number), complement: '', mrz_given: '', mrz_surname: '' }]
      : [],
    without_documents: !documented,
    languages: [country === 'HT' ? 'ht' : 'es'],
    phone: number % 3 === 0 ? '' : `+591 7${String(2_418_830 + number * 911).slice(0, 7)}`,
    residence: '040901',
    residence_name: 'Sabaya, Oruro',
    timeline: [entry('registered', registered, post.author, post.name)]
  });
}

export function entry(kind: string, when: string, author: string, post: string, more: Partial<TimelineEntry> = {}): TimelineEntry {
  return { kind, id: hex(when.length + Date.parse(when)), at: when, on: '', author, post, words: [], needs: [], note: '', facility: '', restricted: false, opened: false, ...more };
}

function blankPerson(known: Partial<PersonView> & Pick<PersonView, 'card'>): PersonView {
  return {
    given_names: '',
    surname1: '',
    surname2: '',
    name_undeclared: false,
    documents: [],
    without_documents: false,
    languages: [],
    phone: '',
    residence: '',
    residence_name: '',
    guardian_name: '',
    guardian_relation: '',
    guardian_person: '',
    conflicts: [],
    timeline: [],
    enrollments: [],
    consents: [],
    household: '',
    household_role: '',
    household_members: [],
    same_day: false,
    card_code: 'POSTA1-4XJ2M9KQ7T0WZ3NRB8H5V6C1DP-K7QM',
    handed: [],
    sources: [],
    origin: '',
    contradictions: [],
    decided_conflicts: [],
    ...known
  };
}

/** The person of the pictures: everything a sheet can show at once. */
export function richPerson(): PersonView {
  const base = inventPerson(0);
  const conflicts: ConflictView[] = [
    {
      kind: 'person',
      id: base.card.id,
      field: 'phone',
      values: [
        { value: '+591 7241 8830', name: '', author: 'Ana Quispe', post: 'Pisiga', at: at(2900), shown: true, seen: ['passport', 'national_id'] },
        { value: '+591 6810 2275', name: '', author: 'Luis Condori', post: 'Tambo Quemado', at: at(1500), shown: false, seen: [] }
      ],
      critical: false,
      later: null
    }
  ];
  return {
    ...base,
    card: { ...base.card, name: 'Yuleisy Carolina Rondón Peña', sex: 'female', birth: '1997-02-11', age: 29, nationality: 'VE', conflicts: 1, sent: true, registered_at: at(10_080), document: 'passport VE 14290887' },
    given_names: 'Yuleisy Carolina',
    surname1: 'Rondón',
    surname2: 'Peña',
    documents: [
      { key: 'a1', kind: 'passport', country: 'VE', number: '14290887', state: 'vencido', complement: '', mrz_given: '', mrz_surname: '' },
      { key: 'b2', kind: 'national_id', country: 'VE', number: 'V-20418914', state: 'copia', complement: '', mrz_given: '', mrz_surname: '' }
    ],
    without_documents: false,
    languages: ['es'],
    phone: '+591 7241 8830',
    guardian_name: '',
    conflicts,
    timeline: [
      entry('consultation', at(800), 'Ana Quispe', 'Pisiga', { restricted: true }),
      entry('edited', at(1500), 'Luis Condori', 'Tambo Quemado', { words: ['phone'] }),
      entry('consultation', at(8600), 'Ana Quispe', 'Pisiga', {
        words: ['orientacion_sus'],
        needs: ['alojamiento', 'regularizacion', 'contacto_familiar'],
        note: 'Viaja con dos hijos. Pasó la noche en la terminal; prefiere que la llamen por la tarde.'
      }),
      entry('enrollment', at(10_060), 'Ana Quispe', 'Pisiga', { words: ['sus', 'preparada'], facility: '400107' }),
      entry('registered', at(10_080), 'Ana Quispe', 'Pisiga')
    ]
  };
}

/** A minor with a long name, no document and a guardian. */
export function longPerson(): PersonView {
  const base = inventPerson(1);
  return {
    ...base,
    card: { ...base.card, name: 'Maximiliano Alejandro Sebastián de los Ángeles Montenegro-Villavicencio Fernández de Córdova', sex: 'male', birth: '2019-08', age: 7, nationality: 'CO', document: '', sent: false },
    given_names: 'Maximiliano Alejandro Sebastián de los Ángeles',
    surname1: 'Montenegro-Villavicencio',
    surname2: 'Fernández de Córdova',
    documents: [],
    without_documents: true,
    languages: ['es', 'qu'],
    guardian_name: 'Guadalupe del Carmen Montenegro-Villavicencio',
    guardian_relation: 'madre'
  };
}
