import { beforeEach, expect, it, vi } from 'vitest';
import type { PairDecision, PairRow, PairView } from '$lib/api';

const api = vi.hoisted(() => ({ home: vi.fn(), lookForPairs: vi.fn(), pairsPage: vi.fn(), pair: vi.fn(), decidePair: vi.fn() }));
vi.mock('$lib/api', () => ({ api, onLocked: () => () => undefined }));
vi.stubGlobal('matchMedia', () => ({ matches: false }));
const { toasts } = await import('$lib/toasts.svelte');
const { Trouble } = await import('$lib/trouble');
const { offered, PairDesk } = await import('./pair-desk.svelte');

const card = (id: string) => ({ id, name: `Persona ${id}`, post_name: 'Pisiga' });
const said = (decision: string, holds = true): PairDecision => ({ decision, author: 'Ana', post: 'Pisiga', at: '', holds });
const row = (number: number, standing = 'possible') => ({ a: card(`a${number}`), b: card(`b${number}`), standing, reasons: [] }) as unknown as PairRow;
let rows: PairRow[];
let decisions: PairDecision[];
let desk: InstanceType<typeof PairDesk>;
const written = () => api.decidePair.mock.calls.map(([a, , decision]) => `${a} ${decision}`);
const texts = () => toasts.shown.map(({ text }) => text);

beforeEach(() => {
  vi.resetAllMocks();
  api.home.mockResolvedValue({ pending: 3, last_contact: null });
  toasts.clear();
  rows = [row(0), row(1), row(2)];
  decisions = [];
  api.pairsPage.mockImplementation(() => Promise.resolve({ rows, total: rows.length, counts: { contradicted: 0, certain: 0, possible: rows.length, later: 0, decided: 0 }, stale: false }));
  api.pair.mockImplementation((a: string, b: string) => Promise.resolve({ a: card(a), b: card(b), standing: 'possible', decisions, others: [], contradictions: [], bonds: [], fields: [], reasons: [] } as unknown as PairView));
  api.decidePair.mockResolvedValue({ id: 'x', warnings: [] });
  desk = new PairDesk();
});

async function begin(index = 0): Promise<void> {
  await desk.list.begin();
  desk.list.choose(index);
  await desk.open(desk.list.row);
}

it.each([
  ['what held alone before is said again', [said('different'), said('same', false)], 'same', 'a0 different', 'Deshecho: el par está como antes.'],
  ['of what only held once nothing is said again', [said('same', false)], 'later', 'a0 open', 'Deshecho: el par está como antes.'],
  ['two that held leave it open, and it says so', [said('different'), said('same')], 'same', 'a0 open', 'Deshecho: el par queda abierto; lo dicho antes está en la historia.']
] as const)('undoing: %s', async (_, before, decision, back, words) => {
  decisions = [...before];
  rows = [row(0, 'contradicted'), row(1)];
  await begin();
  expect(desk.decide(decision)).toBe(true);
  desk.undo();
  await vi.waitFor(() => expect(texts()).toContain(words));
  expect(written()).toEqual([`a0 ${decision}`, back]);
});

it('what holds already is not offered of a pair that contradicts itself; what holds can be opened again', () => {
  expect(offered('contradicted', [said('different')])).toEqual(['same', 'later', 'open']);
  expect(offered('contradicted', [said('same')])).toEqual(['different', 'later', 'open']);
  expect(offered('contradicted', [said('different'), said('same')])).toEqual(['same', 'different', 'later']);
  expect(offered('contradicted', [])).toEqual(['same', 'different', 'later']);
  expect(offered('decided', [])).toEqual(['same', 'different', 'later']);
  expect(offered('same', [said('same')])).toEqual(['open']);
});

it('nothing is said to be saved before it is written', async () => {
  let write: (value: unknown) => void = () => undefined;
  api.decidePair.mockImplementationOnce(() => new Promise((resolve) => (write = resolve)));
  await begin();
  desk.decide('same');
  await vi.waitFor(() => expect(api.decidePair).toHaveBeenCalledOnce());
  expect(texts()).toEqual([]);
  rows = rows.slice(1);
  write({});
  await vi.waitFor(() => expect(texts()).toEqual(['Guardado: es la misma persona. Quedan 2.']));
});

it('what could not be written offers no undo, and taking it back early writes nothing over it', async () => {
  api.decidePair.mockRejectedValueOnce(new Trouble('POSTA-D1'));
  await begin();
  desk.decide('same');
  await vi.waitFor(() => expect(toasts.shown).toMatchObject([{ tone: 'warn', text: expect.stringContaining('POSTA-D1') as string }]));
  expect(toasts.shown[0]?.act).toBeUndefined();
  expect(desk.done).toEqual([]);
  toasts.clear();
  api.decidePair.mockClear().mockRejectedValueOnce(new Trouble('POSTA-D1'));
  await begin();
  desk.decide('same');
  desk.undo();
  await vi.waitFor(() => expect(toasts.shown).toHaveLength(1));
  await desk.look();
  expect(written()).toEqual(['a0 same']);
  expect(texts().join()).not.toContain('Deshecho');
});

it('the undo of a note takes back the pair that it was about, whatever was decided since', async () => {
  await begin();
  desk.decide('same');
  await vi.waitFor(() => expect(toasts.shown).toHaveLength(1));
  const act = toasts.shown[0]?.act;
  await desk.open(desk.list.row);
  const next = desk.list.row?.a.id;
  desk.decide('different');
  act?.act();
  await vi.waitFor(() => expect(written()).toEqual(['a0 same', `${next} different`, 'a0 open']));
  expect(desk.done.map(({ row: { a } }) => a.id)).toEqual([next]);
});

it('separating takes back what holds the group together, and reads the pair anew', async () => {
  rows = [row(0, 'contradicted')];
  await begin();
  api.pair.mockClear();
  expect(await desk.separate({ a: card('a0'), b: card('c') } as never)).toBe(true);
  expect(api.decidePair.mock.calls).toEqual([['a0', 'c', 'open']]);
  expect(api.pair).toHaveBeenCalledWith('a0', 'b0');
  expect(texts()).toEqual(['Separados. Los dos registros quedan enteros.']);
  api.decidePair.mockRejectedValueOnce(new Trouble('POSTA-D1'));
  expect(await desk.separate({ a: card('a0'), b: card('c') } as never)).toBe(false);
  expect(toasts.shown.some(({ tone }) => tone === 'warn')).toBe(true);
});
