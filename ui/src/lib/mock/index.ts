/**
 * Invented answers for a plain browser, so that every screen can be seen without the shell. Never in a release.
 * `?mock=` takes words: empty, failing, slow, first-run, rich, and `as=care|registrar|supervisor` enters at once.
 * `lang=pt|en` and `theme=day|night` are how the window looked when it was closed.
 */
import type { Commands } from '../api';
import { careMock, type Care } from './care';
import { enrollmentMock, inventConsents, inventEnrollment, merge } from './enrollment';
import { houseMock } from './house';
import { screeningMock } from './screening';
import type { CommandError, DraftCard, HomeView, PausedCard, PersonCard, PersonView, ProblemView, RegistrationInput, SessionView, SyncReport, UserCard } from '../bindings';
import { ageOn, storedBirth } from '../birth';
import { matches } from '../fold';
import { today } from '../moment';
import { CATALOGUE, catalogueIn, HOME_POST } from './catalogue';
import { at, entry, inventPerson, longPerson, POSTS, richPerson } from './people';

const query = new URLSearchParams(location.search);
const mood = new Set((query.get('mock') ?? '').split(','));
const has = (word: string) => mood.has(word);

const USERS: UserCard[] = [
  { id: 'a'.repeat(32), name: 'Ana Quispe', role: 'care', place: 'Sabaya', roles: ['care', 'protection'] },
  { id: 'b'.repeat(32), name: 'Beto Colque', role: 'registrar', place: 'Sabaya', roles: [] },
  { id: 'c'.repeat(32), name: 'Carmen Rocha Villarroel', role: 'supervisor', place: 'Oruro', roles: ['supervisor'] },
  { id: '9'.repeat(32), name: 'Eva Mercado', role: 'administrator', place: 'Oruro', roles: [] }
];
const paused = new Map<string, PausedCard>(has('paused') ? [['b'.repeat(32), { user: 'b'.repeat(32), has_pin: true, since: new Date().toISOString() }]] : []);
const pins = new Map<string, string>(has('paused') ? [['b'.repeat(32), '2468']] : []);

const people: PersonView[] = has('empty') ? [] : [richPerson(), longPerson(), ...Array.from({ length: 9998 }, (_, index) => inventPerson(index + 2))];
dress(people);
let drafts: DraftCard[] = has('empty')
  ? []
  : [
      { id: '1'.repeat(32), kind: 'registration', owner: 'Ana Quispe', mine: true, at: at(24), title: 'Wilner Jean-Baptiste', stale: false, form: JSON.stringify({ person: { given_names: 'Wilner', surname1: 'Jean-Baptiste', sex: 'male', birth_typed: '1994', nationality: 'HT', languages: ['ht'] }, program: 'sus', step: 0 }) },
      { id: '2'.repeat(32), kind: 'consultation', owner: 'Beto Colque', mine: false, at: at(4600), title: '', stale: true, form: '' }
    ];
let session: SessionView | null = enter(USERS.find((user) => user.role === query.get('as')));
let look = { language: query.get('lang') ?? '', theme: query.get('theme') ?? '' };
let tries = 0;
let history: SyncReport[] = has('empty') ? [] : [report(1180, 12, 4), report(2700, 31, 18), { ...report(4100, 0, 0), ok: false, code: 'POSTA-S1' }, report(5600, 8, 0)];
let lastContact: string | null = has('empty') ? null : at(1180);

function enter(user: UserCard | undefined): SessionView | null {
  if (!user) return null;
  const supervises = user.role === 'supervisor';
  const office = { code: 'office-04', name: 'Oruro', kind: 'office', municipality: '', department: '', facility: '' };
  return {
    user,
    post: supervises ? office : HOME_POST,
    can_register: user.role !== 'administrator',
    can_attend: user.role === 'care',
    can_protect: user.role === 'care',
    can_supervise: supervises,
    can_manage: supervises || user.role === 'administrator',
    can_audit: supervises,
    can_erase: supervises,
    idle_seconds: has('idle') ? 25 : 180,
    has_pin: pins.has(user.id),
    must_rotate: has('rich')
  };
}

function report(minutesAgo: number, up: number, down: number): SyncReport {
  return { at: at(minutesAgo), ok: true, code: '', bytes_up: 900 + up * 214, bytes_down: 300 + down * 240, requests: 1, batches_up: 1, batches_down: 1, records_up: up, records_down: down, milliseconds: 240 + up * 9, refused: 0, quarantined: 0 };
}

type Ok<T> = Promise<{ status: 'ok'; data: T }>;
const pause = () => new Promise((resolve) => setTimeout(resolve, has('slow') ? 60_000 : 40));

async function ok<T>(data: T): Ok<T> {
  await pause();
  return { status: 'ok', data: structuredClone(data) };
}

async function no(code: string, fields: ProblemView[] = [], seconds = 0): Promise<{ status: 'error'; error: CommandError }> {
  await pause();
  return { status: 'error', error: { code, fields, seconds } };
}

const id = () => [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, '0')).join('');
const cards = () => people.map((person) => person.card);
const pending = () => cards().filter((card) => !card.sent);
const failing = (code = 'POSTA-X1') => (has('failing') ? no(code) : undefined);

/** What a registration says about coverage, household and consent. */
function enrolled(person: PersonView, input: RegistrationInput): void {
  if (input.program) {
    const one = inventEnrollment(person, { facility: input.facility ?? '', facility_name: CATALOGUE.facilities.find((found) => found.code === input.facility)?.label ?? '', campaign: input.campaign ?? '' }, input.answers ?? []);
    for (const mark of input.requirements ?? []) one.eligibility.requirements.filter((item) => item.code === mark.code).forEach((item) => Object.assign(item, { state: mark.state, by: session?.user.name ?? '', on: today() }));
    person.enrollments = [one];
  }
  person.consents = merge([], input.consent ?? {}, session?.user.name ?? '', session?.post.name ?? '');
  person.same_day = ['with_relative', 'alone'].includes(input.accompaniment ?? '');
  person.card_code = 'POSTA1-4XJ2M9KQ7T0WZ3NRB8H5V6C1DP-K7QM';
  person.household = '';
  person.household_role = '';
  person.household_members = [];
  if (input.household) void enrolling.setHousehold(person.card.id, input.household, input.household_role ?? 'other');
}

/** The first three have everything that an enrollment can show. */
function dress([rich, long, third]: PersonView[]): void {
  if (!rich || !long || !third) return;
  const household = 'f'.repeat(32);
  const stays = [{ on: '2026-11-24', code: '400107', name: 'Pisiga Bolívar' }, { on: '2026-11-21', code: '400080', name: 'Tambo Quemado' }];
  Object.assign(rich, { household, household_role: 'head', household_members: [{ card: long.card, role: 'child' }], enrollments: [inventEnrollment(rich, { status: 'observada', observation: 'Falta la fotocopia del pasaporte', facilities: stays, campaign: 'vacunacion-2026', campaign_name: 'Semana de vacunación en frontera', next: ['presentada', 'confirmada'] }, [{ fact: 'pregnant_or_recent_birth', yes: true }])], consents: inventConsents({ register: 'given', share_facility: 'given', share_referral: 'refused', statistics: 'given', contact: 'withdrawn' }, 'Ana Quispe') });
  Object.assign(long, { household, household_role: 'child', household_members: [{ card: rich.card, role: 'head' }], same_day: true, enrollments: [inventEnrollment(long)], consents: inventConsents({ register: 'given' }, 'Ana Quispe', { language: 'qu', interpreter: true }) });
  Object.assign(third, { enrollments: [inventEnrollment(third, { status: 'confirmada', official_number: 'SUS-0042917', next: ['observada'] })] });
}

function find(text: string): PersonCard[] {
  return cards().filter((card) => matches(`${card.name} ${card.document} ${card.birth.replaceAll('-', ' ')}`, text));
}

function problemsOf(person: Partial<PersonView> & { birth?: string; sex?: string }): ProblemView[] {
  const problem = (field: string, code: string, severity = 'warning') => ({ field, code, severity });
  const birth = storedBirth(person.birth ?? '');
  const named = person.given_names || person.surname1 || person.surname2;
  return [
    ...(!named && !person.name_undeclared ? [problem('given_names', 'name_missing', 'error')] : []),
    ...(named && person.name_undeclared ? [problem('name_undeclared', 'name_present')] : []),
    ...(person.birth && !birth ? [problem('birth', 'birth_unreadable', 'error')] : []),
    ...(birth && birth.kind !== 'age' && birth.year > 2026 ? [problem('birth', 'birth_in_future', 'error')] : []),
    ...(birth && ageOn(birth, today()) < 18 && !person.guardian_name ? [problem('guardian_name', 'minor_without_guardian')] : []),
    ...(person.phone && person.phone.replace(/\D/g, '').length < 7 ? [problem('phone', 'phone_odd')] : []),
    ...(person.documents ?? []).filter((one) => one.kind === 'bo_ci' && !/^\d{5,8}/.test(one.number)).map((one) => problem(`document/${one.key}/number`, 'number_format'))
  ];
}

function homeView(): HomeView {
  const all = cards();
  return { today: today(), registered_today: all.length > 0 ? 23 : 0, attended_today: all.length > 0 ? 9 : 0, people: all.length, conflicts: all.filter((card) => card.conflicts > 0).length, pending: pending().length, last_contact: lastContact, recent: all.slice(0, 12), drafts, notices: session?.can_attend && all.length > 0 ? house.openNotices() : 0, due: session?.can_attend ? care.due() : 0, must_rotate: has('rich') };
}

const house = houseMock({
  ok,
  no,
  has,
  people: () => people,
  users: USERS,
  session: () => session,
  enter: (user) => (session = enter(user)),
  paused,
  pins,
  joined: () => void mood.delete('first-run'),
  anew: () => void mood.delete('cut'),
  profile: () => mock.profile(),
  leave: () => (session = null)
});

const enrolling = enrollmentMock({ ok, no, has, people: () => people, user: () => session?.user.name ?? '', post: () => session?.post.name ?? '' });

const carers: Care = { ok, no, has, people: () => people, user: () => session?.user ?? (USERS[0] as UserCard), post: () => session?.post ?? HOME_POST, forget: (draft) => (drafts = drafts.filter((one) => one.id !== draft)) };
const care = careMock(carers);

export const mock: Commands = {
  ...house.commands,
  ...enrolling,
  ...care.commands,
  ...screeningMock(carers),
  openRestricted: (id) => {
    care.opened(id);
    return house.commands.openRestricted(id);
  },
  profile: () =>
    has('damaged')
      ? no('POSTA-L4')
      : ok({
          joined: !has('first-run'),
          users: has('first-run') ? [] : has('many') ? [...USERS, ...Array.from({ length: 9 }, (_, index) => ({ id: String(index).repeat(32), name: `Persona de prueba con un nombre largo ${index}`, role: 'registrar', place: 'Sabaya', roles: [] }))] : USERS,
          session,
          paused: [...paused.values()],
          destroyed: has('destroyed'),
          joining: has('cut') ? { user: 'daniela', name: 'Daniela Apaza Gutiérrez', department: 'Oruro', refused: has('used') } : null
        }),
  join: (_server, code) => {
    if (code.startsWith('0000')) return no('POSTA-J1');
    session = enter(USERS[0]);
    mood.delete('first-run');
    return session ? ok(session) : no('POSTA-X1');
  },
  unlock: (user, password) => {
    if (password === 'mal' || password.length < 4) {
      tries += 1;
      return tries % 3 === 0 ? no('POSTA-L2', [], 12) : no('POSTA-L1');
    }
    paused.delete(user);
    session = enter(USERS.find((one) => one.id === user));
    return session ? ok(session) : no('POSTA-L1');
  },
  lock: () => {
    session = null;
    return ok(null);
  },
  catalogue: (language) => ok(has('empty') ? { ...catalogueIn(language), campaigns: [] } : catalogueIn(language)),
  look: () => ok(look),
  setLook: (language, theme) => {
    look = { language, theme };
    return ok(null);
  },
  home: async () => failing() ?? ok(homeView()),
  findPeople: async (text, limit) => failing() ?? ok(find(text).slice(0, limit)),
  person: async (asked) => {
    const person = people.find((one) => one.card.id === asked || (asked === 'rich' && one.card.conflicts > 0) || (asked === 'long' && one.name_undeclared === false && one.card.name.startsWith('Maxi')));
    return failing() ?? (person ? ok(person) : no('POSTA-B2'));
  },
  checkPerson: (input) => ok(problemsOf(input as Partial<PersonView>)),
  registerPerson: (input) => {
    if (has('full')) return no('POSTA-D1');
    const errors = problemsOf(input.person as Partial<PersonView>).filter((problem) => problem.severity === 'error');
    if (errors.length > 0 || !session) return no('POSTA-B1', errors);
    const given = input.person ?? {};
    const birth = storedBirth(given.birth ?? '');
    const made = inventPerson(people.length);
    const card: PersonCard = { ...made.card, id: id(), name: [given.given_names, given.surname1, given.surname2].filter(Boolean).join(' '), sex: given.sex ?? '', birth: given.birth ?? '', age: birth ? ageOn(birth, today()) : null, nationality: given.nationality ?? '', document: given.documents?.[0] ? `${given.documents[0].kind} ${given.documents[0].country} ${given.documents[0].number}` : '', post: session.post.code, post_name: session.post.name, registered_by: session.user.name, registered_at: at(0), conflicts: 0, sent: false };
    const events = [...(input.program ? [entry('enrollment', at(0), session.user.name, session.post.name, { words: [input.program, 'preparada'], facility: input.facility ?? '' })] : []), entry('registered', at(0), session.user.name, session.post.name)];
    people.unshift({ ...made, ...given, residence_name: CATALOGUE.municipalities.find((one) => one.code === given.residence)?.label ?? '', card, timeline: events } as PersonView);
    enrolled(people[0] as PersonView, input);
    drafts = drafts.filter((draft) => draft.id !== input.draft);
    return ok({ id: card.id, warnings: [] });
  },
  editPerson: (asked, edits) => {
    const person = people.find((one) => one.card.id === asked);
    if (!person || !session) return no('POSTA-B2');
    for (const { field, value } of edits) if (field in person) Object.assign(person, { [field]: value });
    person.card.sent = false;
    person.timeline.unshift(entry('edited', at(0), session.user.name, session.post.name, { words: edits.map((edit) => edit.field) }));
    return ok({ id: asked, warnings: [] });
  },
  resolveConflict: (_kind, asked, field, value) => {
    const person = people.find((one) => one.card.id === asked);
    if (!person) return no('POSTA-B2');
    person.conflicts = person.conflicts.filter((conflict) => conflict.field !== field);
    person.card.conflicts = person.conflicts.length;
    person.card.sent = false;
    Object.assign(person, { [field]: value });
    return ok({ id: asked, warnings: [] });
  },
  saveDraft: (input) => {
    if (has('full')) return no('POSTA-D1');
    const person = (JSON.parse(input.form || '{}') as { person?: unknown }).person;
    const title = people.find(({ card }) => card.id === person)?.card.name ?? '';
    const kept = { id: input.id || id(), kind: input.kind ?? '', owner: session?.user.name ?? '', mine: true, at: at(0), title, form: input.form ?? '', stale: false };
    drafts = [kept, ...drafts.filter((draft) => draft.id !== kept.id)];
    return ok(kept);
  },
  discardDraft: (asked) => {
    drafts = drafts.filter((draft) => draft.id !== asked);
    return ok(null);
  },
  syncNow: async () => {
    await new Promise((resolve) => setTimeout(resolve, 900));
    const done = has('refused') ? { ...report(0, 3, 2), refused: 2, quarantined: 1 } : has('offline') ? { ...report(0, 0, 0), ok: false, code: 'POSTA-S1' } : report(0, pending().length, 4);
    history = [done, ...history];
    if (done.ok) {
      for (const card of cards()) card.sent = true;
      lastContact = at(0);
    }
    return ok(done);
  },
  syncView: async () =>
    failing() ??
    ok({
      server: 'https://oruro.posta.example:8443',
      pending: pending().length,
      last_contact: lastContact,
      history,
      waiting: pending(),
      waiting_others: 0,
      quarantine: has('rich')
        ? [
            { at: at(300), what: 'change', reason: 'foreign_actor', bytes: 412, from_device: 'd3b07384d113edec49eaa6238ad5ff00' },
            { at: at(2000), what: 'batch', reason: 'checksum', bytes: 18_402, from_device: '9e107d9d372bb6826bd81d3542a419d6' }
          ]
        : [],
      forked: has('rich'),
      aside: has('rich') ? 2 : 0
    }),
  registerPage: async (filter) => {
    const failed = failing();
    if (failed) return failed;
    const key = (filter.order ?? '').replace('-', '') as 'name' | 'post' | 'registered_at';
    const day = (card: PersonCard) => card.registered_at.slice(0, 10);
    const rows = (filter.text ? find(filter.text) : cards())
      .filter((card) => !filter.post || card.post === filter.post)
      .filter((card) => (!filter.from || day(card) >= filter.from) && (!filter.to || day(card) <= filter.to))
      .filter((card) => !filter.only_conflicts || card.conflicts > 0)
      .sort((one, other) => (one[key] < other[key] ? -1 : 1) * (filter.order?.startsWith('-') ? -1 : 1));
    const posts = POSTS.map(({ code, name }) => ({ code, name, kind: 'border', municipality: '', department: '', facility: '' }));
    return ok({ total: rows.length, rows: rows.slice(filter.offset ?? 0, (filter.offset ?? 0) + (filter.limit ?? 100)), posts });
  }
};
