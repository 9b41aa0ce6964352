/** Invented exports. Words for `?mock=`: export-full (the stick has no room), all-allowed, export-stays (goes on without an end). */
import type { ExportRequest } from '../bindings';
import { daysIn } from '../period';
import { failing, has, no, ok } from './ground';

const COLUMNS: Record<string, string[]> = {
  people: ['Identificador', 'Nombres', 'Primer apellido', 'Segundo apellido', 'Sexo', 'Fecha de nacimiento', 'Nacionalidad', 'Documento', 'Puesto', 'Municipio', 'Fecha de registro', 'Programa', 'Grupo cubierto', 'Resultado', 'Estado del trámite', 'Requisitos por completar'],
  fhir: ['Patient', 'RelatedPerson', 'Consent', 'Coverage', 'Task', 'Location', 'Organization', 'Provenance'],
  national: ['consultations', 'decisions', 'enrollments', 'follow_ups', 'needs', 'people', 'referrals'],
  figures: ['POSTA_REGISTERED', 'POSTA_ENROLLED', 'POSTA_PAPERS_MISSING', 'POSTA_REFERRALS']
};
const figuresOnly = (format: string) => ['dhis2', 'adx', 'national'].includes(format);
const ENDINGS: Record<string, string> = { dhis2: 'json', fhir: 'json', adx: 'xml', national: 'posta-figures.json' };
let began = 0;
let all = 0;

const counted = (asked: ExportRequest) => (has('empty') ? 0 : Math.round(daysIn(asked) * 40 * (asked.post ? 0.12 : 1)) + 4);

export const exportsMock = {
  exportPreview: async (asked: ExportRequest) => {
    const people = counted(asked);
    return failing() ?? ok({ people, not_asked: has('all-allowed') || figuresOnly(asked.format) ? 0 : Math.round(people * 0.02), opposed: has('all-allowed') || figuresOnly(asked.format) ? 0 : Math.round(people * 0.01), enrollments: people, care: false, consultations: 0, screenings: 0, referrals: 0, figures: figuresOnly(asked.format) ? Math.round(people * 0.3) : 0, columns: COLUMNS[figuresOnly(asked.format) && asked.format !== 'national' ? 'figures' : asked.format] ?? COLUMNS['people'] ?? [] });
  },
  exportRun: async (asked: ExportRequest, folder: string) => {
    if (has('export-full')) return no('POSTA-U4');
    [began, all] = [Date.now(), counted(asked)];
    await new Promise((resolve) => setTimeout(resolve, has('export-stays') ? 600_000 : 1600));
    return ok({ path: `${folder}/posta-${asked.from}-${asked.to}.${ENDINGS[asked.format] ?? asked.format}`, bytes: 412_000, people: all, not_asked: 0, opposed: 0 });
  },
  exportProgress: async () => ok({ running: all > 0, done: Math.min(all, Math.round((all * Math.min(has('export-stays') ? 700 : 1600, Date.now() - began)) / 1600)), of: all })
};
