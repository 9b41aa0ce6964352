/** An invented table of people. Words for `?mock=`: table-heap (10,000 rows), table-wide (60 columns), table-blank, table-stays, table-stops. */
import { failing, has, no, ok } from './ground';

const FIELDS = ['full_name', 'given_names', 'surname1', 'surname2', 'sex', 'birth', 'nationality', 'document_kind', 'document_country', 'document_number', 'without_documents', 'languages', 'phone', 'residence', 'guardian_name', 'guardian_relation', 'post', 'on'];
const COLUMNS: [heading: string, field: string, sample: string][] = [
  ['Nombres', 'given_names', 'Yuleisy del Carmen'],
  ['Ap. paterno', '', 'Rondón'],
  ['Apellido materno', 'surname2', 'Peña'],
  ['Género', 'sex', 'F'],
  ['F. nac.', 'birth', '17/05/1990'],
  ['País de origen', 'nationality', 'Venezuela'],
  ['Nro. doc.', '', 'V-23456789'],
  ['Celular', 'phone', '70000001'],
  ['', '', ''],
  ['Observaciones de quien llenó la lista en la terminal de buses', '', 'viaja con su hermana y dos niñas, espera el bus de las 18:00 hacia el paso']
];
const CODES: [string, string][] = [['birth', 'birth_unreadable'], ['sex', 'sex_unreadable'], ['', 'name_missing'], ['nationality', 'country_unknown'], ['document_kind', 'document_kind_unknown']];
const rows = () => (has('table-blank') ? 0 : has('table-heap') ? 10_000 : 214);
const bad = () => (has('table-blank') ? 0 : has('table-heap') ? 3412 : has('all-allowed') ? 0 : 9);
const problem = (_: unknown, at: number) => ({ line: 4 + at * 3, field: CODES[at % CODES.length]?.[0] ?? '', code: CODES[at % CODES.length]?.[1] ?? '' });
const named = (columns: readonly string[]) => columns.some((field) => field === 'given_names' || field === 'full_name');

export const tableMock = {
  previewTable: async (file: string, columns: string[]) => {
    if (file.includes('mal')) return no('POSTA-B1', [{ field: 'file', code: 'table_unreadable', severity: 'error' }]);
    const all = has('table-wide') ? Array.from({ length: 60 }, (_, at): [string, string, string] => COLUMNS[at] ?? [`Columna extra ${at}`, '', `dato ${at}`]) : COLUMNS;
    const shown = all.map(([heading, field, sample], at) => ({ heading, field: columns.length > 0 ? (columns[at] ?? '') : field, sample }));
    const without = named(shown.map(({ field }) => field)) ? bad() : rows();
    return failing() ?? ok({ fields: FIELDS, columns: has('table-blank') ? shown.map((one) => ({ ...one, sample: '' })) : shown, rows: rows(), good: rows() - without, problems: Array.from({ length: Math.min(200, without) }, without === rows() && !named(shown.map(({ field }) => field)) ? (_, at) => ({ line: at + 2, field: '', code: 'name_missing' }) : problem) });
  },
  importTable: async () => {
    await new Promise((resolve) => setTimeout(resolve, has('table-stays') ? 600_000 : 1600));
    const stopped = has('table-stops');
    return ok({ persons: stopped ? 40 : rows() - bad(), enrollments: 0, consents: 0, consultations: 0, edits: 0, rejected: Array.from({ length: stopped ? 2 : bad() }, (_, at) => ({ line: problem(_, at).line, field: problem(_, at).field, reason: problem(_, at).code })), stopped_by: stopped ? 'POSTA-D1' : null, refs: {} });
  }
};
