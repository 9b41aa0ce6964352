/** The guided first day, as data: what is done in each step, where, and how one sees that it was done. The words are in the messages. */
import type { Messages } from '$lib/messages';
import type { PracticePeople } from '$lib/api';
import type { PracticeRole } from '$lib/practice-roles';

type Words = Messages['practice']['steps'];
export type StepId = { [Role in PracticeRole]: keyof Words[Role] & string }[PracticeRole];

/** One of these things is on the screen; one of these acts was answered; the session was put down; or it is only read. */
export type Done = { seen: string } | { acts: readonly string[] } | 'left' | 'read';

export type GuideStep<Id extends string = StepId> = {
  id: Id;
  /** Where "show me" leads, and the test id of the thing that it marks. Without an address it is looked for on the screen one is on. */
  show: Place;
  /** Where one comes to it from, for whoever is elsewhere: a step that was skipped, or a tour that goes on. */
  otherwise?: Place;
  done: Done;
  /** Whom it names, and whose page an address with `:whom` means. */
  whom?: keyof PracticePeople;
  /** Invented data to type, shown as a paper. */
  paper?: readonly PaperLine[];
};

export type Place = { href?: string; testid: string };

export type PaperLine = { field: keyof Messages['person']['fields'] & string; value: string };

/** Nobody is meant: common words of the region put together. */
const PAPER: readonly PaperLine[] = [
  { field: 'given_names', value: 'Nayeli Andreína' },
  { field: 'surname1', value: 'Torrealba' },
  { field: 'surname2', value: 'Quiñones' },
  { field: 'birth', value: '14/03/1993' },
  { field: 'nationality', value: 'Venezuela' },
  { field: 'document', value: 'VE 20555019' }
];

const COVERAGE: Place = { href: '/person/register', testid: 'register-step-4' };
const ATTEND = '/person/:whom/attend';
const LEAVE = { id: 'leave', show: { testid: 'quick-exit' }, done: 'left' } as const;

export const STEPS: { [Role in PracticeRole]: readonly GuideStep<keyof Words[Role] & string>[] } = {
  registrar: [
    { id: 'search', show: { href: '/', testid: 'search-field' }, done: { seen: 'person-screen' }, whom: 'adult' },
    { id: 'paper', show: { href: '/', testid: 'home-register' }, done: { seen: 'register-part-coverage' }, paper: PAPER },
    { id: 'coverage', show: { testid: 'questions-card' }, otherwise: COVERAGE, done: { acts: ['checkEligibility'] } },
    { id: 'missing', show: { testid: 'requirements-card' }, otherwise: COVERAGE, done: 'read' },
    { id: 'rights', show: { testid: 'show-requirements' }, otherwise: COVERAGE, done: { seen: 'turned-view' } },
    { id: 'consent', show: { testid: 'consent-card' }, otherwise: { href: '/person/register', testid: 'register-step-5' }, done: { acts: ['registerPerson'] } },
    { id: 'slip', show: { testid: 'slip-page' }, otherwise: { href: '/person/:whom/slip', testid: 'slip-page' }, done: 'read', whom: 'adult' },
    { id: 'words', show: { testid: 'pending-chip' }, done: 'read' },
    LEAVE
  ],
  care: [
    { id: 'find', show: { href: '/', testid: 'home-attend' }, done: { seen: 'attend-screen' }, whom: 'adult' },
    { id: 'parts', show: { testid: 'health-part' }, otherwise: { href: ATTEND, testid: 'health-part' }, done: 'read', whom: 'adult' },
    { id: 'needs', show: { testid: 'field-needs' }, otherwise: { href: ATTEND, testid: 'field-needs' }, done: { seen: 'need-row' }, whom: 'adult' },
    { id: 'alerts', show: { testid: 'field-alerts' }, otherwise: { href: ATTEND, testid: 'field-alerts' }, done: { seen: 'alert-step' }, whom: 'adult' },
    { id: 'close', show: { testid: 'field-follow-up' }, otherwise: { href: ATTEND, testid: 'field-follow-up' }, done: { acts: ['recordConsultation'] }, whom: 'adult' },
    { id: 'screening', show: { href: '/person/:whom', testid: 'screening-card' }, done: { acts: ['questionnaire'] }, whom: 'adult' },
    { id: 'refer', show: { href: '/person/:whom/refer', testid: 'refer-screen' }, done: { acts: ['createReferral'] }, whom: 'adult' },
    { id: 'agenda', show: { href: '/agenda', testid: 'agenda-screen' }, done: { seen: 'agenda-screen' } },
    LEAVE
  ],
  protection: [
    { id: 'closed', show: { href: '/person/:whom', testid: 'timeline' }, done: 'read', whom: 'adult' },
    { id: 'notices', show: { href: '/notices', testid: 'notices-screen' }, done: { seen: 'notices-screen' } },
    { id: 'find', show: { href: '/', testid: 'search-field' }, done: { seen: 'person-screen' }, whom: 'child' },
    { id: 'alerts', show: { testid: 'field-alerts' }, otherwise: { href: ATTEND, testid: 'field-alerts' }, done: { seen: 'alert-step' }, whom: 'child' },
    { id: 'close', show: { testid: 'field-restricted' }, otherwise: { href: ATTEND, testid: 'field-restricted' }, done: { acts: ['recordConsultation'] }, whom: 'child' },
    { id: 'refer', show: { href: '/person/:whom/refer', testid: 'refer-screen' }, done: { acts: ['createReferral'] }, whom: 'child' },
    LEAVE
  ],
  supervisor: [
    { id: 'pairs', show: { href: '/pairs', testid: 'pairs-screen' }, done: { acts: ['decidePair'] } },
    { id: 'figures', show: { href: '/figures', testid: 'figure-tiles' }, done: { seen: 'figures-screen' } },
    { id: 'report', show: { href: '/figures/report', testid: 'report-sheet' }, done: { seen: 'report-screen' } },
    { id: 'exports', show: { href: '/exports', testid: 'export-purpose' }, done: { seen: 'exports-screen' } },
    { id: 'trainings', show: { href: '/trainings', testid: 'trainings-screen' }, done: { seen: 'trainings-screen' } },
    { id: 'plans', show: { href: '/plans', testid: 'plans-screen' }, done: { seen: 'plans-screen' } },
    { id: 'team', show: { href: '/team', testid: 'team-screen' }, done: { seen: 'team-screen' } },
    LEAVE
  ]
};

/** Where a place is; undefined where it is looked for on the screen one is on. Without anybody to name, one begins at Inicio. */
export function addressOf({ href }: Place, whom: keyof PracticePeople | undefined, people: PracticePeople | undefined): string | undefined {
  if (!href?.includes(':whom')) return href;
  const person = whom && people?.[whom];
  return person ? href.replace(':whom', person.id) : '/';
}
