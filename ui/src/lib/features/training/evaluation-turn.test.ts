// @vitest-environment jsdom
import { flushSync, mount, tick, unmount } from 'svelte';
import { afterEach, beforeAll, beforeEach, expect, it, vi } from 'vitest';
import type { DraftCard } from '$lib/api';
import type { ParticipantCard, TrainingQuestion } from '$lib/api';

const api = vi.hoisted(() => ({ saveDraft: vi.fn(), discardDraft: vi.fn() }));
const office = vi.hoisted(() => ({ evaluate: vi.fn() }));
vi.mock('$lib/api', () => ({ api: { ...api, ...office }, onLocked: () => () => undefined }));
vi.stubGlobal('matchMedia', () => ({ matches: false }));
const { EvaluationTurn, missingAt } = await import('./evaluation-turn.svelte');
const { default: EvaluationView } = await import('./EvaluationView.svelte');

const card = (id: string, name: string, more: Partial<ParticipantCard> = {}): ParticipantCard => ({ participant: { id, training: 't1', name, sex: 'woman', role: 'health', institution: '' }, entry_right: null, entry_asked: 2, exit_right: null, exit_asked: 2, withdrawn: false, certified_on: '', trained: 0, ...more });
const question = (code: string): TrainingQuestion => ({ code, theme: 'rights', theme_name: 'Derechos', text: `¿${code}?`, options: [{ code: 'a', text: 'una' }, { code: 'b', text: 'otra' }] });
const QUESTIONS = [question('q1'), question('q2')];
const PEOPLE = [card('p1', 'Rosa Quispe'), card('p2', 'Luis Mamani')];
const begin = (drafts: DraftCard[] = [], cards = PEOPLE) => new EvaluationTurn({ id: 't1', title: 'Trato digno' }, 'entry', cards, QUESTIONS, drafts);
const left = (participant: string, more: object = {}): DraftCard => ({ id: 'd7', kind: 'evaluation', owner: '', mine: true, at: '', title: '', stale: false, form: JSON.stringify({ of: 't1', title: '', input: { participant, moment: 'entry', answers: { q1: 'b' }, at: 1, ...more } }) });
const one = (id: string) => document.querySelector<HTMLElement>(`[data-testid="${id}"]`);
const leave = vi.fn();
const hand = vi.fn();
let open: Record<string, unknown> | undefined;

beforeAll(() => {
  HTMLDialogElement.prototype.showModal = function () {
    this.open = true;
  };
});

beforeEach(() => {
  vi.resetAllMocks();
  api.saveDraft.mockResolvedValue({ id: 'd1' });
  api.discardDraft.mockResolvedValue(null);
  office.evaluate.mockResolvedValue({ id: 'p1', warnings: [] });
});

afterEach(async () => {
  if (open) await unmount(open);
  open = undefined;
});

async function settle(): Promise<void> {
  await new Promise((resolve) => setTimeout(resolve));
  flushSync();
  await tick();
}

async function show(turn: InstanceType<typeof EvaluationTurn>, given = true): Promise<void> {
  open = mount(EvaluationView, { target: document.body, props: { turn, hand, leave } });
  await settle();
  if (given) await click('evaluation-hand');
}

async function click(id: string): Promise<void> {
  one(id)?.click();
  await settle();
}

async function press(key: string): Promise<void> {
  (document.activeElement ?? document.body).dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true }));
  await settle();
}

it('who has answered already is not asked again', () => {
  const cards = [card('p1', 'Rosa', { entry_right: 0 }), card('p2', 'Luis'), card('p3', 'Nelly', { entry_right: 1, exit_right: 2 }), card('p4', 'Error', { withdrawn: true })];
  expect([missingAt(cards, 'entry'), missingAt(cards, 'exit')].map((some) => some.map(({ participant }) => participant.id).join())).toEqual(['p2', 'p1,p2']);
});

it('answers are sent once, and nothing of them is left when the tablet goes on', async () => {
  const turn = begin();
  turn.begin();
  turn.answer('a');
  await turn.next();
  turn.answer('b');
  await turn.next();
  expect(office.evaluate).toHaveBeenCalledExactlyOnceWith({ participant: 'p1', moment: 'entry', answers: [{ question: 'q1', option: 'a' }, { question: 'q2', option: 'b' }] });
  expect([turn.stage, turn.now?.participant.id, turn.thanked, turn.answers, turn.at]).toEqual(['pass', 'p2', 'Rosa', {}, 0]);
});

it('nobody goes on without an answer, and not to know is one, which is sent as such', async () => {
  const turn = begin();
  turn.begin();
  await turn.next();
  expect(turn.at).toBe(0);
  turn.press('0');
  await turn.next();
  turn.press('2');
  expect(turn.press('3')).toBe(false);
  await turn.next();
  expect(office.evaluate).toHaveBeenCalledWith({ participant: 'p1', moment: 'entry', answers: [{ question: 'q1', option: 'dont_know' }, { question: 'q2', option: 'b' }] });
});

it('who knows nothing at all finishes like the others', async () => {
  const turn = begin([], [card('p1', 'Rosa')]);
  turn.begin();
  for (let at = 0; at < 2; at += 1) {
    turn.press('0');
    await turn.next();
  }
  expect(office.evaluate).toHaveBeenCalledWith({ participant: 'p1', moment: 'entry', answers: [{ question: 'q1', option: 'dont_know' }, { question: 'q2', option: 'dont_know' }] });
  expect(turn.stage).toBe('over');
});

it('what cannot be saved stays answered, and is saved when it is tried again', async () => {
  const turn = begin([], [card('p1', 'Rosa')]);
  office.evaluate.mockRejectedValueOnce({ code: 'POSTA-D1', fields: [] });
  turn.begin();
  turn.answer('a');
  await turn.next();
  turn.answer('a');
  await turn.next();
  expect([turn.stage, turn.asking.trouble?.code, turn.chosen]).toEqual(['ask', 'POSTA-D1', 'a']);
  await turn.next();
  expect([turn.stage, turn.answered]).toEqual(['over', 1]);
});

it('whoever is not there comes last', () => {
  const turn = begin();
  turn.skip();
  expect(turn.now?.participant.id).toBe('p2');
  turn.skip();
  expect(turn.now?.participant.id).toBe('p1');
  const alone = begin([], [card('p1', 'Rosa')]);
  expect(alone.hasOthers).toBe(false);
});

it('what was answered before it was stopped is there again for who answered it, and for nobody else', async () => {
  const turn = begin([left('p1')]);
  turn.begin();
  expect([turn.at, turn.answers]).toEqual([1, { q1: 'b' }]);
  turn.answer('a');
  await turn.next();
  await vi.waitFor(() => expect(api.discardDraft).toHaveBeenCalledWith('d7'));
  turn.begin();
  expect([turn.now?.participant.id, turn.answers, turn.at]).toEqual(['p2', {}, 0]);
  const other = begin([left('p1', { moment: 'exit' })]);
  other.begin();
  expect(other.answers).toEqual({});
});

it('a question at a time is seen, under the name of whoever answers it; of others nothing', async () => {
  await show(begin());
  expect(one('evaluation-pass')?.textContent).toBe('Pase la tablet a Rosa Quispe');
  expect(document.body.textContent).not.toContain('Luis');
  await click('evaluation-start');
  expect(one('evaluation-who')?.textContent).toBe('Rosa Quispe');
  expect(one('evaluation-question')?.dataset['question']).toBe('q1');
  expect(document.body.textContent).not.toMatch(/Luis|¿q2\?/);
});

it('is answered by keyboard alone', async () => {
  await show(begin([], [card('p1', 'Rosa Quispe')]));
  one('evaluation-start')?.focus();
  await click('evaluation-start');
  for (const key of ['2', 'Enter', '1', 'Enter']) await press(key);
  expect(office.evaluate).toHaveBeenCalledWith({ participant: 'p1', moment: 'entry', answers: [{ question: 'q1', option: 'b' }, { question: 'q2', option: 'a' }] });
  expect(one('evaluation-over')).not.toBeNull();
  expect(document.activeElement).toBe(one('evaluation-over'));
});

it('leaving names nobody, can be taken back, and leads to the training by the choice of who leads it only', async () => {
  await show(begin());
  await click('evaluation-start');
  await press('1');
  await click('evaluation-leave');
  expect(leave).not.toHaveBeenCalled();
  expect(document.body.textContent).not.toMatch(/Rosa|Luis/);
  await click('evaluation-stay');
  expect(document.querySelector('[data-code="a"]')?.getAttribute('aria-pressed')).toBe('true');
  one('evaluation-view')?.dispatchEvent(new Event('cancel', { cancelable: true }));
  await settle();
  expect(leave).not.toHaveBeenCalled();
  await click('evaluation-back');
  await vi.waitFor(() => expect(leave).toHaveBeenCalledOnce());
  expect(api.saveDraft).toHaveBeenCalledWith(expect.objectContaining({ kind: 'evaluation' }));
});

it('whoever leads gives the tablet away by a choice of their own, until then leaving is nothing', async () => {
  await show(begin(), false);
  expect(document.body.textContent).not.toMatch(/Rosa|Luis/);
  expect(document.body.textContent).toContain('se pedirá su PIN o su contraseña');
  one('evaluation-view')?.dispatchEvent(new Event('cancel', { cancelable: true }));
  await settle();
  expect([leave.mock.calls.length, hand.mock.calls.length]).toEqual([1, 0]);
  await click('evaluation-hand');
  expect([hand.mock.calls.length, one('evaluation-pass')?.textContent]).toEqual([1, 'Pase la tablet a Rosa Quispe']);
  one('evaluation-view')?.dispatchEvent(new Event('cancel', { cancelable: true }));
  await settle();
  expect([leave.mock.calls.length, one('evaluation-back') !== null]).toEqual([1, true]);
});
