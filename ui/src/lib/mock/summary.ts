/** Invented answers about what a person carries to the next post, or is handed on with. */
import type { CommandError, ProblemView, SummaryLineView } from '../bindings';
import type { Commands } from '../api';
import { today } from '../moment';
import { print } from './enrollment';

type Asked = {
  has: (word: string) => boolean;
  ok: <T>(data: T) => Promise<{ status: 'ok'; data: T }>;
  no: (code: string, fields?: ProblemView[]) => Promise<{ status: 'error'; error: CommandError }>;
};

export const ITEMS: SummaryLineView[] = [
  { item: 'name', title: 'Nombre', values: ['Yuleisy Carolina Rondón Peña'] },
  { item: 'birth', title: 'Año de nacimiento', values: ['1990'] },
  { item: 'language', title: 'Idioma', values: ['Castellano'] },
  { item: 'coverage', title: 'Cobertura', values: ['Sistema Único de Salud (SUS): Cubierta'] },
  { item: 'pregnancy', title: 'Embarazo', values: ['23 semanas'] },
  { item: 'chronic', title: 'Enfermedades crónicas', values: ['Diabetes'] },
  { item: 'medicines', title: 'Medicinas interrumpidas', values: ['insulina'] },
  { item: 'needs', title: 'Necesidades abiertas', values: ['Vivienda o alojamiento (inmediata)', 'Alimentación (normal)'] },
  { item: 'referral', title: 'Derivaciones abiertas', values: ['Educación: enviada'] },
  { item: 'follow_up', title: 'Próximo seguimiento', values: ['3 de diciembre de 2026: ver a la persona'] }
];

const LONG = ITEMS.map((line) => (line.item === 'name' ? { ...line, values: ['Maximiliano Alejandro Sebastián de los Ángeles Montenegro-Villavicencio Fernández'] } : line.item === 'medicines' ? { ...line, values: ['levotiroxina,hidroclorotiazida/espironolactona-y-otras-que-no-recuerda-el-nombre'] } : line));

/** What the next post was let know. */
export const LINES = ITEMS.filter(({ item }) => ['language', 'chronic', 'needs', 'follow_up'].includes(item));

export function summaryMock({ has, ok, no }: Asked) {
  const chosen = (choice: string[]) => ITEMS.filter((line) => choice.includes(line.item));
  const refusal = (choice: string[]) => {
    const code = has('unshared') ? 'sharing_not_agreed' : chosen(choice).length === 0 ? 'summary_blank' : '';
    return code ? no('POSTA-B1', [{ field: 'choice', code, severity: 'error' }]) : undefined;
  };
  return {
    summaryOffer: () => (has('failing') ? no('POSTA-X1') : ok({ items: has('blank') ? [] : has('many') ? LONG : ITEMS, first: ['language', 'follow_up'], agreed: !has('unshared'), teams: has('alone') ? [] : [{ code: '040402', label: 'Turco, Oruro', common: false }, { code: '040101', label: 'Oruro, Oruro', common: false }] })),
    summaryPage: (_person, choice, paper) => refusal(choice) ?? (has('unprinted') ? no('POSTA-F1') : ok(print(paper, ['Resumen para el siguiente puesto', ...chosen(choice).flatMap((line) => [line.title, ...line.values])]))),
    saveSummary: (_person, choice, paper, _language, folder) => refusal(choice) ?? ok({ path: `${folder}/resumen-${paper}-7d1e02c4.pdf`, records: 1 }),
    readSummary: (text) => {
      if (!text.toUpperCase().startsWith('RESUMEN:')) return no('POSTA-Q4');
      if (has('forged')) return no('POSTA-Q5');
      return ok({ standing: has('elsewhere') ? 'other_department' : has('stranger') ? 'unknown_device' : has('ended') ? 'ended' : 'verified', on: today(), lines: ITEMS.slice(1) });
    },
    handOn: (person, _place, choice) => refusal(choice) ?? ok({ id: person, warnings: [] })
  } satisfies Partial<Commands>;
}
