/** Invented answers about enrollments, consent, households and papers, for a plain browser. */
import type { Commands } from '../api';
import type { CommandError, ComplaintView, EligibilityView, LookView, PersonView } from '../bindings';

interface Hands {
  ok: <T>(data: T) => Promise<{ status: 'ok'; data: T }>;
  no: (code: string, fields?: CommandError['fields']) => Promise<{ status: 'error'; error: CommandError }>;
  people: () => PersonView[];
}

const UNDECIDED: EligibilityView = { outcome: 'por_confirmar', groups: [], sentence: '', ask: [], orientation: [], requirements: [], version: 'bo', on: '' };

export function enrollmentMock({ ok, no, people }: Hands) {
  const of = (enrollment: string) => people().flatMap((person) => person.enrollments).find((one) => one.id === enrollment);
  const saved = (id: string) => ok({ id, warnings: [] });
  const change = (enrollment: string, act: (one: PersonView['enrollments'][number]) => void) => {
    const found = of(enrollment);
    if (!found) return no('POSTA-B2');
    act(found);
    return saved(enrollment);
  };
  let look: LookView = { language: 'es', theme: '' };
  const complaints: ComplaintView[] = [];
  return {
    checkEligibility: () => ok(UNDECIDED),
    decideEligibility: (enrollment, answers) => change(enrollment, (one) => (one.answers = answers)),
    markRequirement: (enrollment, code, state) =>
      change(enrollment, (one) => {
        const requirement = one.eligibility.requirements.find((each) => each.code === code);
        if (requirement) requirement.state = state;
      }),
    setEnrollmentStatus: (enrollment, status, officialNumber, observation) =>
      change(enrollment, (one) => Object.assign(one, { status, official_number: officialNumber, observation })),
    changeFacility: (enrollment, facility) => change(enrollment, (one) => (one.facility = facility)),
    recordConsent: (person) => saved(person),
    setHousehold: (person, household, role) => {
      const found = people().find((one) => one.card.id === person);
      if (!found) return no('POSTA-B2');
      Object.assign(found, { household, household_role: role });
      return saved(person);
    },
    readMrz: () => no('POSTA-B1', [{ field: 'mrz', code: 'mrz_unreadable', severity: 'error' }]),
    openCard: () => no('POSTA-Q2'),
    sheetLanguages: () => ok([{ code: 'es', name: 'español', reviewed: true }]),
    rightsSheet: (language) => ok({ language, reviewed: language === 'es', title: '', sections: [] }),
    slip: () => ok({ pages: [], width_mm: 105, height_mm: 148 }),
    saveSlip: (_person, _paper, _language, folder) => ok({ path: `${folder}/0.pdf`, records: 1 }),
    sheetPrint: () => ok({ pages: [], width_mm: 148, height_mm: 210 }),
    saveSheet: (_language, _paper, folder) => ok({ path: `${folder}/0.pdf`, records: 0 }),
    recordComplaint: () => ok(null),
    complaints: () => ok(complaints),
    look: () => ok(look),
    setLook: (language, theme) => {
      look = { language, theme };
      return ok(null);
    }
  } satisfies Partial<Commands>;
}
