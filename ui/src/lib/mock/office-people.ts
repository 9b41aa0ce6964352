/** Invented trainings with the published figures of *Redes saludables*: 504 people of 21 institutions. */
import { inDays } from '../days';
import type { ParticipantInput, TrainingInput } from '../bindings';
import { has } from './ground';
import { QUESTIONS, RIGHT } from './office-questions';

export type Answers = Record<string, string>;
export type Trained = { input: ParticipantInput; entry: Answers | undefined; exit: Answers | undefined; withdrawn?: boolean };

/** Role, sex, people. */
const PUBLISHED: [role: string, sex: string, people: number][] = [
  ['health', 'woman', 164], ['health', 'man', 55], ['administrative', 'woman', 179], ['administrative', 'man', 73], ['administrative', 'other', 1],
  ['community', 'woman', 29], ['community', 'man', 1], ['community', 'other', 2]
];
export const INSTITUTIONS = [
  'Servicio Departamental de Salud de Oruro', 'Hospital General San Juan de Dios', 'Centro de salud Pisiga Bolívar', 'Posta de salud Tambo Quemado', 'Gobierno Municipal de Sabaya', 'Defensoría de la Niñez de Sabaya', 'Servicio Departamental de Salud de La Paz',
  'Hospital Municipal Los Andes', 'Centro de salud Desaguadero', 'Servicio Departamental de Salud de Santa Cruz', 'Hospital Japonés', 'Centro de salud La Colorada', 'Servicio Departamental de Salud de Cochabamba', 'Hospital Viedma', 'Servicio Departamental de Salud de Potosí',
  'Hospital Bracamonte', 'Servicio Departamental de Salud de Tarija', 'Centro de salud Yacuiba', 'Servicio Departamental de Salud de Pando', 'Red de mujeres en movilidad', 'Pastoral de Movilidad Humana'
];
const PLACES: [city: string, department: string][] = [['Oruro', '04'], ['La Paz', '02'], ['Santa Cruz de la Sierra', '07'], ['Cochabamba', '03'], ['Potosí', '05'], ['Tarija', '06'], ['', '09']];
const GIVEN = ['Rosa', 'Marcelo', 'Nelly', 'Wilder', 'Beatriz', 'Freddy', 'Yola', 'Gróver', 'Martha', 'Edwin', 'Sonia', 'Nancy', 'Vladimir', 'Lidia', 'Ñusta'];
const SURNAMES = ['Mamani', 'Quispe', 'Condori', 'Choque', 'Flores', 'Huanca', 'Rojas', 'Vargas', 'Gutiérrez', 'Ticona', 'Colque', 'Apaza', 'Arispe'];
const LONG = 'María de los Ángeles Guadalupe Montenegro-Villavicencio viuda de Santivañez Urquidi';

const hex = (seed: number) => Array.from({ length: 32 }, (_, index) => ((seed * 31 + index * 17 + ((seed * index) % 13)) % 16).toString(16)).join('').replace(/.{8}$/, seed.toString(16).padStart(8, '0'));
const nameOf = (at: number) => (at === 7 ? LONG : `${GIVEN[at % 15]} ${SURNAMES[(at * 5 + Math.floor(at / 15)) % 13]} ${SURNAMES[(at * 7 + 3) % 13]}`);

const training = (at: number, more: Partial<TrainingInput>): TrainingInput => {
  const [city, department] = PLACES[at % PLACES.length] ?? ['', ''];
  return { id: hex(9000 + at), kind: 'course', title: 'Redes saludables: atención sin discriminación', themes: ['rights', 'gender', 'inclusion', 'xenophobia', 'protection'], on: inDays(-40 - at * 61), hours: 16, city, department, institution: INSTITUTIONS[at % 21] ?? '', trainers: 'Carmen Rocha Villarroel, Luis Condori', trained_by: '', state: 'held', note: '', ...more };
};

/** How many of the published people came to each; the last six are by cascade: 172 in all. */
const SIZES = has('many') ? [504] : [40, 32, 28, 28, 28, 28, 28, 28, 28, 28, 36, 30, 29, 29, 28, 28, 28];
const CASCADES = has('many') ? 0 : 6;

const kinds = PUBLISHED.flatMap(([role, sex, people]) => Array.from({ length: people }, () => ({ role, sex })));
/** Every eleventh, until all were taken: each training has some of everybody. */
const mixed = kinds.map((_, at) => kinds[(at * 11) % kinds.length]);

export const trainings: TrainingInput[] = [];
export const trained: Trained[] = [];

function answers(seed: number, themes: readonly string[], chance: number): Answers {
  const asked = QUESTIONS.filter(({ theme }) => themes.includes(theme));
  return Object.fromEntries(asked.map(({ code, options }, at) => [code, (seed * 13 + at * 29) % 100 < chance ? (RIGHT.get(code) ?? '') : (options.find((option) => option.code !== RIGHT.get(code))?.code ?? '')]));
}

function invent(): void {
  let at = 0;
  SIZES.forEach((size, index) => {
    const cascade = index >= SIZES.length - CASCADES;
    const made = training(index, cascade ? { kind: 'cascade', title: 'Réplica en el establecimiento: trato digno', themes: ['rights', 'xenophobia'], hours: 4, trainers: '', on: inDays(-12 - (index - SIZES.length + CASCADES) * 19) } : index === 1 ? { title: 'Uso de la aplicación en los puestos de frontera y campañas de vacunación', themes: ['app', 'protection'], hours: 6 } : {});
    trainings.push(made);
    for (let place = 0; place < size; place += 1, at += 1) {
      const { role, sex } = mixed[at] ?? { role: 'health', sex: 'woman' };
      const answered = index % 5 !== 4 && place % 11 !== 10;
      trained.push({ input: { id: hex(20_000 + at), training: made.id, name: nameOf(at), sex, role, institution: INSTITUTIONS[at % 21] ?? '' }, entry: answered ? answers(at, made.themes, 46) : undefined, exit: answered && place % 6 !== 5 ? answers(at + 3, made.themes, 79) : undefined });
    }
    if (cascade) made.trained_by = trained[(index * 5) % 40]?.input.id ?? '';
  });
  trainings.push(training(19, { title: 'Redes saludables: segundo grupo', on: inDays(9), state: 'planned', city: 'Oruro', department: '04', note: 'Sala del segundo piso. Llevar las hojas de derechos en quechua y aymara.' }));
  trainings.push(training(20, { title: 'Protección de adolescentes que viajan solos', themes: ['protection'], on: inDays(24), state: 'planned', hours: 8, city: 'La Paz', department: '02' }));
  trainings.push(training(21, { title: 'Jornada de género', themes: ['gender'], on: inDays(-70), state: 'cancelled', note: 'Hubo bloqueo de caminos.' }));
}

if (!has('empty')) invent();
