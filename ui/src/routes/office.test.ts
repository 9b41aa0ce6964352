// @vitest-environment jsdom
// The supervisor's office: what each screen shows while it waits, when there is nothing, when it failed, and to whom.
import { flushSync, mount, tick, unmount, type Component } from 'svelte';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { Catalogue, DraftCard, SessionView } from '$lib/api';
import type { CommitmentCard, OfficeConflicts, ParticipantCard, PlansView, TrainingCard, TrainingReport, TrainingView } from '$lib/api';

const api = vi.hoisted(() => new Proxy({}, { get: (kept: Record<string, unknown>, name: string) => (kept[name] ??= vi.fn(() => new Promise(() => undefined))) }) as Record<string, ReturnType<typeof vi.fn>>);
const office = api;
const page = vi.hoisted(() => ({ route: { id: '/' }, url: new URL('http://posta.test/'), params: {} as Record<string, string> }));
const goto = vi.hoisted(() => vi.fn());
vi.mock('$app/navigation', () => ({ goto, beforeNavigate: vi.fn(), afterNavigate: vi.fn() }));
vi.mock('$app/state', () => ({ page }));
vi.mock('$lib/api', () => ({ api, onLocked: () => () => undefined }));
vi.stubGlobal('matchMedia', () => ({ matches: false, addEventListener: vi.fn(), removeEventListener: vi.fn() }));

const { session } = await import('$lib/session.svelte');
const { Trouble } = await import('$lib/trouble');
const { default: Trainings } = await import('./trainings/+page.svelte');
const { default: Training } = await import('./trainings/[id]/TrainingScreen.svelte');
const { default: TrainingNew } = await import('./trainings/new/+page.svelte');
const { default: Report } = await import('./trainings/report/+page.svelte');
const { default: Plans } = await import('./plans/+page.svelte');
const { default: Plan } = await import('./plans/[id]/PlanScreen.svelte');
const { default: Meeting } = await import('./plans/meeting/[id]/MeetingScreen.svelte');
const { default: OfficeConflictsScreen } = await import('./conflicts/office/OfficeConflictsScreen.svelte');
const { default: Agenda } = await import('./agenda/+page.svelte');
const { default: DraftList } = await import('$lib/features/draft/DraftList.svelte');
const { default: TopBar } = await import('$lib/features/session/TopBar.svelte');

const LONG = 'María de los Ángeles Guadalupe Montenegro-Villavicencio viuda de Santivañez Urquidi y Sebastián Maximiliano';
const one = <E extends HTMLElement>(id: string) => document.querySelector<E>(`[data-testid="${id}"]`);
const all = (id: string) => [...document.querySelectorAll<HTMLElement>(`[data-testid="${id}"]`)];
const said = (id: string) => one(id)?.textContent?.replace(/\s+/g, ' ').trim();

const card = (id: string, more: Partial<TrainingCard['training']> = {}, rest: Partial<TrainingCard> = {}): TrainingCard => ({ training: { id, kind: 'course', title: `Trato digno ${id}`, themes: ['rights'], on: '2026-10-01', hours: 8, city: 'Oruro', department: '04', institution: 'SEDES', trainers: '', trained_by: '', state: 'held', note: '', ...more }, participants: 1, entries: 0, exits: 0, theme_names: ['Derechos'], department_name: 'Oruro', renew_by: '', to_renew: false, trained_by_name: '', ...rest });
const comer = (at: number, more: Partial<ParticipantCard> = {}): ParticipantCard => ({ participant: { id: `p${at}`, training: 't1', name: `${LONG} ${at}`, sex: ['woman', 'man', 'other'][at % 3] ?? '', role: ['health', 'administrative', 'community'][at % 3] ?? '', institution: LONG }, entry_right: 1, entry_asked: 4, exit_right: 2, exit_asked: 4, withdrawn: false, certified_on: '2026-10-01', trained: 0, ...more });
const training = (more: Partial<TrainingView> = {}): TrainingView => ({ card: card('t1'), participants: [comer(1)], questions: [{ code: 'q1', theme: 'rights', theme_name: 'Derechos', text: '¿?', options: [{ code: 'a', text: 'una' }] }], gains: [], ...more });
const due = (id: string, more: Partial<CommitmentCard['commitment']> = {}, overdue = false): CommitmentCard => ({ commitment: { id, of: 'x1', what: `Sillas ${id}`, responsible: 'Nelly', due: '2026-01-01', term: 'short', state: 'open', evidence: '', ...more }, of_name: 'SEDES Oruro', of_kind: 'plan', overdue });
const plans = (more: Partial<PlansView> = {}): PlansView => ({ plans: [], meetings: [], due: [], allies_left: [], stale_services: [], ...more });
const report: TrainingReport = { from: '2000-01-01', to: '2026-11-30', trainings: 17, trained: 504, institutions: 21, cities: 6, departments: 7, roles: [{ role: 'health', women: 164, men: 55, other: 0, total: 219 }, { role: 'administrative', women: 179, men: 73, other: 1, total: 253 }, { role: 'community', women: 29, men: 1, other: 2, total: 32 }], cascade: 172, tables: 7, table_participants: 120, networks: 7, network_members: 84, gains: [] };
const catalogue: Catalogue = { countries: [], languages: [], document_kinds: [], document_states: [], municipalities: [], facilities: [], programs: [], needs: [], reasons: [], service_kinds: [], chronic: [], hygiene: [], states: [], supports: [], alerts: [], posts: [], relations: [], campaigns: [] };
const as = (supervises: boolean, attends = !supervises): SessionView => ({ user: { id: 'u1', name: 'Carmen', role: supervises ? 'supervisor' : 'care', place: '', roles: [] }, post: { code: 'x', name: 'Oruro', kind: 'office', municipality: '', department: '', facility: '' }, can_register: true, can_attend: attends, can_protect: false, can_supervise: supervises, can_manage: false, can_audit: false, can_erase: false, idle_seconds: 180, has_pin: false, must_rotate: false, practice: false });

let open: Record<string, unknown> | undefined;

beforeEach(() => {
  for (const mock of [...Object.values(api), ...Object.values(office)]) mock.mockReset().mockReturnValue(new Promise(() => undefined));
  globalThis.ResizeObserver = class {
    observe = () => undefined;
    unobserve = () => undefined;
    disconnect = () => undefined;
  };
  api['home']?.mockResolvedValue({ drafts: [] });
  api['saveDraft']?.mockResolvedValue({ id: 'd1' });
  api['discardDraft']?.mockResolvedValue(null);
});

afterEach(async () => {
  if (open) await unmount(open);
  open = undefined;
  session.open = undefined;
  document.body.replaceChildren();
});

async function settle(): Promise<void> {
  for (let turn = 0; turn < 6; turn += 1) {
    flushSync();
    await tick();
  }
}

async function show(screen: unknown, view = as(true), props: Record<string, unknown> = {}): Promise<void> {
  session.open = { view, catalogue };
  open = mount(screen as Component, { target: document.body, props });
  await settle();
}

const SCREENS: [string, unknown, string, () => object, string][] = [
  ['trainings', Trainings, 'trainings', () => [], 'trainings-empty'],
  ['plans', Plans, 'plans', () => plans(), 'due-empty'],
  ['the report', Report, 'trainingReport', () => ({ ...report, trained: 0, tables: 0, networks: 0 }), 'report-empty']
];

it.each(SCREENS)('%s: on the way, empty, failed, and tried again', async (_, screen, door, nothing, empty) => {
  await show(screen);
  expect(one('loading')).not.toBeNull();
  if (open) await unmount(open);
  office[door]?.mockRejectedValueOnce(new Trouble('POSTA-X1')).mockResolvedValueOnce(nothing());
  await show(screen);
  expect(said('failed')).toContain('POSTA-X1');
  one('retry')?.click();
  await settle();
  expect([one('failed'), one(empty) !== null]).toEqual([null, true]);
});

it('a supervisor keeps trainings, others read them', async () => {
  office['trainings']?.mockResolvedValue([card('t1', {}, { to_renew: true, renew_by: '2026-12-20' })]);
  await show(Trainings);
  expect([one('training-add') !== null, one('training-report') !== null, all('training-row')[0]?.getAttribute('href')]).toEqual([true, true, '/trainings/t1']);
  expect(said('training-renew')).toContain('20 dic');
  if (open) await unmount(open);
  await show(Trainings, as(false));
  expect([one('training-add'), one('training-report'), all('training-row').length]).toEqual([null, null, 1]);
});

it('504 participants with long names are a list of which only what shows is in the page', async () => {
  office['training']?.mockResolvedValue(training({ participants: Array.from({ length: 504 }, (_, at) => comer(at)) }));
  office['trainings']?.mockResolvedValue([]);
  await show(Training, as(true), { id: 't1' });
  expect(said('role-table')).toContain('Total');
  const rows = all('participant').length;
  expect(rows).toBeGreaterThan(3);
  expect(rows).toBeLessThan(60);
  expect(one('participant-list')?.querySelector('[aria-setsize="504"]')).not.toBeNull();
  const search = one<HTMLInputElement>('participant-search');
  if (search) search.value = 'Urquidi 503';
  search?.dispatchEvent(new Event('input', { bubbles: true }));
  await settle();
  expect(all('participant')).toHaveLength(1);
  expect(said('certificates-all')).toContain('504');
});

it('whoever does not supervise may hand the tablet on, and neither changes nor sees what was answered right', async () => {
  office['training']?.mockResolvedValue(training({ participants: [comer(1, { trained: 3 }), comer(2, { entry_right: null, exit_right: null })] }));
  office['trainings']?.mockResolvedValue([]);
  await show(Training, as(false), { id: 't1' });
  expect(['training-edit', 'participant-row-form', 'participant-edit', 'participant-certificate', 'certificates-all', 'cascade-add'].filter((id) => one(id))).toEqual([]);
  expect(one('participants-card')?.textContent).not.toMatch(/entrada 1 de 4/);
  expect(one('participants-card')?.textContent).toContain('capacitó después a 3 personas');
  expect(one('evaluation-begin-entry')).not.toBeNull();
});

it('a certificate is of a training that was held, for who answered at its end', async () => {
  office['trainings']?.mockResolvedValue([]);
  office['training']?.mockResolvedValue(training({ participants: [comer(1), comer(2, { exit_right: null, certified_on: '' })] }));
  await show(Training, as(true), { id: 't1' });
  expect([all('participant-certificate').length, said('certificates-all')]).toEqual([1, 'Todas las constancias (1)']);
  if (open) await unmount(open);
  office['training']?.mockResolvedValue(training({ card: card('t1', { state: 'planned' }), participants: [comer(1, { certified_on: '' })] }));
  await show(Training, as(true), { id: 't1' });
  expect([one('participant-certificate'), one('certificates-all')]).toEqual([null, null]);
});

it('what was typed of a participant in a panel that was closed is there when it is opened again', async () => {
  office['trainings']?.mockResolvedValue([]);
  office['training']?.mockResolvedValue(training({ participants: [comer(1), comer(2)] }));
  await show(Training, as(true), { id: 't1' });
  const left = (id: string, name: string): DraftCard => ({ id, kind: 'participant', owner: '', mine: true, at: '', title: '', stale: false, form: JSON.stringify({ of: 't1', title: name, input: { ...comer(1).participant, id: id === 'd2' ? 'p1' : '', name } }) });
  api['home']?.mockResolvedValue({ drafts: [left('d1', 'Nueva'), left('d2', 'Rosa corregida')] });
  all('participant-edit')[0]?.click();
  await vi.waitFor(() => expect(one<HTMLInputElement>('participant-edit-name')?.value).toBe('Rosa corregida'));
});

it('who trained afterwards is named, with the way to what they gave', async () => {
  office['training']?.mockResolvedValue(training({ participants: [comer(1, { trained: 12 })] }));
  office['trainings']?.mockResolvedValue([card('t1'), card('t9', { kind: 'cascade', trained_by: 'p1' }, { participants: 12 })]);
  await show(Training, as(true), { id: 't1' });
  expect(said('cascade-row')).toContain('capacitó a 12 personas');
  expect(one('cascade-row')?.querySelector('a')?.getAttribute('href')).toBe('/trainings/t9');
  expect(one('cascade-add')?.getAttribute('href')).toBe('/trainings/new?of=t1');
});

it('nothing is asked of a training that was cancelled', async () => {
  office['training']?.mockResolvedValue(training({ card: card('t1', { state: 'cancelled' }) }));
  office['trainings']?.mockResolvedValue([]);
  await show(Training, as(true), { id: 't1' });
  expect([said('evaluation-none'), one('participant-row-form'), one('participant-evaluate')]).toEqual(['Esta capacitación se canceló: no se evalúa.', null, null]);
});

it('the report says the published table, figure by figure', async () => {
  office['trainingReport']?.mockResolvedValue(report);
  await show(Report);
  const count = (id: string) => one(`report-${id}`)?.dataset['count'];
  expect(['trained', 'trainings', 'institutions', 'cities', 'departments', 'cascade', 'tables', 'networks'].map(count)).toEqual(['504', '17', '21', '6', '7', '172', '7', '7']);
  const line = (role: string) => [...(one('role-table')?.querySelectorAll(`[data-role="${role}"] td`) ?? [])].map(({ textContent }) => textContent).join();
  expect(['health', 'administrative', 'community', 'total'].map(line)).toEqual(['164,55,0,219', '179,73,1,253', '29,1,2,32', '372,129,3,504']);
  expect([said('report-tables'), said('report-networks')]).toEqual(['7 mesas con 120 participantes', '7 redes con 84 integrantes']);
});

it('who may not keep trainings is not given their form', async () => {
  await show(TrainingNew, as(false));
  expect(said('failed')).toContain('POSTA-P1');
});

it('what is due is first, of many the first ones, and done is one press and one line', async () => {
  const many = Array.from({ length: 300 }, (_, at) => due(`c${at}`, {}, at < 2));
  office['plans']?.mockResolvedValue(plans({ due: many }));
  office['saveCommitment']?.mockResolvedValue({ id: 'c0', warnings: [] });
  await show(Plans);
  expect([all('commitment').length, said('due-all')]).toEqual([5, 'Ver los 300']);
  one('due-all')?.click();
  await settle();
  expect(all('commitment').length).toBeGreaterThan(5);
  expect(all('commitment').length).toBeLessThan(60);
  one('commitment-done')?.click();
  await vi.waitFor(() => expect(one('settle-evidence')).not.toBeNull());
  one('settle-save')?.click();
  await settle();
  expect(office['saveCommitment']).toHaveBeenCalledWith(expect.objectContaining({ id: 'c0', state: 'done' }), many[0]?.commitment);
});

it('allies who left and services that nobody verified are named, with the way to the directory', async () => {
  office['plans']?.mockResolvedValue(plans({ due: [due('a')], allies_left: ['Casa del Migrante'], stale_services: [{ id: 's1', name: 'Consulado', verified_on: '' }] }));
  await show(Plans, as(false));
  expect([said('ally-left'), said('stale-service'), one('allies-directory')?.getAttribute('href')]).toEqual(['Casa del Migrante', 'Consulado última vez: nunca', '/directory']);
  expect(['plan-add', 'meeting-add', 'commitment-done', 'commitment-edit'].filter((id) => one(id))).toEqual([]);
  expect(all('commitment')).toHaveLength(1);
});

it('a plan shows its actions by their term, and that its institution left', async () => {
  office['plan']?.mockResolvedValue({ card: { plan: { id: 'x1', institution: LONG, service: 's1', place: '', from: '', to: '', note: '', good_practices: ['Agua'] }, open: 2, done: 0, overdue: 1, place_name: '' }, commitments: [due('a', { term: 'long' }), due('b', {}, true)], service_left: true, service_stale: true });
  await show(Plan, as(true), { id: 'x1' });
  expect([said('term-long')?.includes('Sillas a'), said('term-short')?.includes('Atrasado'), one('plan-left') !== null, one('plan-stale'), all('practice-line').length]).toEqual([true, true, true, null, 1]);
  one('commitment-add')?.click();
  await vi.waitFor(() => expect(one('commitment-what')).not.toBeNull());
});

it('a meeting shows its agreements line by line, and who took part', async () => {
  office['meeting']?.mockResolvedValue({ card: { meeting: { id: 'm1', kind: 'table', name: 'Mesa', on: '2026-11-20', place: '', institution: '', women: 12, men: 5, other: 0, agreements: 'Uno\n\nDos' }, participants: 17, open: 0, overdue: 0 }, commitments: [] });
  await show(Meeting, as(false), { id: 'm1' });
  expect([all('agreement').length, said('meeting-facts')?.includes('17 participantes'), said('meeting-facts')?.includes('Otro'), one('commitment-add')]).toEqual([2, true, false, null]);
});

it("a supervisor's agenda is what plans and meetings owe soon; the agenda of a team has none of it", async () => {
  office['plans']?.mockResolvedValue(plans({ due: [due('late', {}, true), due('far', { due: '2999-01-01' })] }));
  await show(Agenda);
  expect([all('commitment').length, said('commitment-of'), one('agenda-which'), api['agenda']?.mock.calls.length]).toEqual([1, 'SEDES Oruro', null, 0]);
  if (open) await unmount(open);
  api['agenda']?.mockResolvedValue([]);
  await show(Agenda, as(false));
  expect([one('agenda-commitments'), one('agenda-empty') !== null]).toEqual([null, true]);
});

it('a draft of the office is called what it is of', async () => {
  const draft: DraftCard = { id: 'd1', kind: 'training', owner: 'Carmen', mine: true, at: new Date().toISOString(), title: '', stale: false, form: JSON.stringify({ of: '', title: 'Trato digno', input: {} }) };
  await show(DraftList, as(true), { drafts: [draft, { ...draft, id: 'd2', kind: 'plan', form: JSON.stringify({ of: '', title: '', input: {} }) }], resume: () => undefined, changed: () => undefined });
  expect(all('draft-open').map(({ textContent }) => textContent.replace(/\s+/g, ' ').trim())).toEqual([expect.stringContaining('Capacitación Trato digno'), expect.stringContaining('Plan de trabajo Sin título todavía')]);
});

it.each([[true, false, ['menu-agenda', 'menu-plans', 'menu-trainings']], [false, true, ['menu-agenda', 'menu-trainings']], [false, false, ['menu-trainings']]])('the menu of supervision %s, dupla %s leads to %s', async (supervises, attends, entries) => {
  const { createRawSnippet } = await import('svelte');
  await show(TopBar, as(supervises, attends), { view: as(supervises, attends), home: true, search: createRawSnippet(() => ({ render: () => '<i></i>' })), go: () => undefined });
  one('user-menu')?.dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', bubbles: true, cancelable: true }));
  await vi.waitFor(() => expect(one('menu-trainings')).not.toBeNull());
  expect(['menu-agenda', 'menu-plans', 'menu-trainings'].filter((id) => one(id))).toEqual(entries);
});

const open_evaluation = async (): Promise<void> => {
  HTMLDialogElement.prototype.showModal = vi.fn();
  office['training']?.mockResolvedValue(training({ participants: [comer(1, { entry_right: null, exit_right: null }), comer(2, { entry_right: null, exit_right: null })] }));
  office['trainings']?.mockResolvedValue([]);
  await show(Training, as(true), { id: 't1' });
  one('evaluation-begin-entry')?.click();
  await settle();
};
const escape = async (): Promise<void> => {
  one('evaluation-view')?.dispatchEvent(new Event('cancel', { cancelable: true }));
  await settle();
};

it('before the tablet is given away whoever leads goes back as they came', async () => {
  await open_evaluation();
  expect(said('evaluation-ready')).toContain('la tablet pasa a los participantes');
  await escape();
  expect([one('evaluation-view'), session.handed, api['lock']?.mock.calls.length]).toEqual([null, false, 0]);
});

it('a participant who is alone with the tablet gets no further than the evaluation: coming back ends in a pause', async () => {
  await open_evaluation();
  one('evaluation-hand')?.click();
  await settle();
  expect([session.handed, one('evaluation-pass') !== null]).toEqual([true, true]);
  await escape();
  const pause = vi.spyOn(session, 'pause').mockReturnValue(new Promise(() => undefined));
  one('evaluation-back')?.click();
  await vi.waitFor(() => expect(pause).toHaveBeenCalledOnce());
  await settle();
  expect(one('evaluation-view')).not.toBeNull();
  pause.mockRestore();
  api['lock']?.mockResolvedValue(null);
  await session.pause();
  expect([api['lock']?.mock.calls.length, session.open, session.handed]).toEqual([1, undefined, false]);
});

it('whoever was written down by mistake is taken off by supervision, stands below, and can be put back', async () => {
  office['training']?.mockResolvedValue(training({ participants: [comer(1), comer(2, { withdrawn: true })] }));
  office['trainings']?.mockResolvedValue([]);
  office['withdrawParticipant']?.mockResolvedValue({ id: 'p1', warnings: [] });
  await show(Training, as(true), { id: 't1' });
  expect([all('participant').length, all('participant-gone').length, said('certificates-all')]).toEqual([1, 1, 'Todas las constancias (1)']);
  one('participant-remove')?.click();
  await settle();
  one('participant-restore')?.click();
  await vi.waitFor(() => expect(office['withdrawParticipant']?.mock.calls).toEqual([['p1', true], ['p2', false]]));
  if (open) await unmount(open);
  await show(Training, as(false), { id: 't1' });
  expect([one('participants-gone'), one('participant-remove')]).toEqual([null, null]);
});

const undecided = (fields: OfficeConflicts['fields'] = [{ about: '¿Se atiende?', conflict: { kind: 'participant', id: 'p1', field: 'entry/q1', critical: false, later: null, values: [{ value: 'a', name: 'Siempre', author: 'Ana', post: 'Pisiga', at: '2026-11-20T10:00:00Z', shown: true, seen: [] }, { value: 'dont_know', name: '', author: 'Luis', post: 'Tambo', at: '2026-11-20T10:00:00Z', shown: false, seen: [] }] } }]): OfficeConflicts => ({ kind: 'participant', id: 'p1', title: 'Rosa Quispe', of_kind: 'training', of: 't1', fields });

it('what two wrote apart of the office is decided by who keeps it, in words, and by nobody else', async () => {
  office['officeConflicts']?.mockResolvedValueOnce(undecided()).mockResolvedValue(undecided([]));
  office['resolveConflict']?.mockResolvedValue({ id: 'p1', warnings: [] });
  await show(OfficeConflictsScreen, as(true), { kind: 'participant', id: 'p1' });
  expect([said('conflict-ribbon')?.toLowerCase().includes('evaluación de entrada: ¿se atiende?'), all('conflict-value').map((value) => value.querySelector('.value')?.textContent), one('conflict-seen'), one('office-record')?.getAttribute('href')]).toEqual([true, ['Siempre', 'No sé'], null, '/trainings/t1']);
  all('conflict-choose')[1]?.click();
  await vi.waitFor(() => expect(office['resolveConflict']).toHaveBeenCalledWith('participant', 'p1', 'entry/q1', 'dont_know'));
  await vi.waitFor(() => expect(one('office-conflicts-none')).not.toBeNull());
  if (open) await unmount(open);
  await show(OfficeConflictsScreen, as(false), { kind: 'participant', id: 'p1' });
  expect([said('failed')?.includes('POSTA-P1'), office['officeConflicts']?.mock.calls.length]).toEqual([true, 2]);
});
