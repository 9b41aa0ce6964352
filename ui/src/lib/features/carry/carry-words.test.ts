import { expect, it } from 'vitest';
import type { CarryTaken, PeerCard } from '$lib/api';
import { spoken } from '$lib/messages';
import { sayCopies, sayOwner, sortPeers } from './device-words';
import { fileOf } from './save-form.svelte';
import { filesOf } from './take-form.svelte';
import { takenLines } from './taken-lines';

const peer = (has: number, names = ['Luis Condori'], at = '2026-11-28T10:00:00Z'): PeerCard => ({ device: `${has}d9d372bb6826bd8`, names, at, way: 'file', has });
const NOTHING: CarryTaken = { names: ['Luis Condori'], device: 'd', made_at: '2026-11-28T10:00:00Z', complete: true, records: 0, sealed: 0, carried: 0, entries: 0, quarantined: 0, acknowledged: 0, by_server: 0 };

it('a device is called by who works on it, or by its own first letters', () => {
  expect(sayOwner(peer(1))).toBe('Luis Condori');
  expect(sayOwner(peer(1, ['Ana', 'Beto', 'Carmen', 'Daniela']))).toBe('Ana, Beto y 2 personas más');
  expect(sayOwner(peer(1, []))).toBe('equipo 1d9d372b');
});

it('copies are said only where something waits and somebody has it', () => {
  expect(sayCopies({ waiting: 0, peers: [peer(3)] })).toEqual([]);
  expect(sayCopies({ waiting: 4, peers: [] })).toEqual([]);
  expect(sayCopies({ waiting: 4, peers: [peer(0)] })).toEqual([]);
  expect(sayCopies({ waiting: 4, peers: [peer(1)] })).toEqual(['1 registro también está en el equipo de Luis Condori']);
  expect(sayCopies({ waiting: 4, peers: [peer(2, []), peer(0), peer(1)] })).toEqual(['2 registros también están en el equipo 2d9d372b', 'Y hay copias en 1 equipo más']);
});

it('whoever has most comes first, and then who said so last', () => {
  const [old, late, most] = [peer(1, ['old']), peer(1, ['late'], '2026-11-29T10:00:00-04:00'), peer(2, ['most'])];
  expect(sortPeers([old, late, most]).map(({ names }) => names[0])).toEqual(['most', 'late', 'old']);
});

it('files of all sticks come newest first, whatever zone they were written in', () => {
  const file = (name: string, at: string) => ({ path: `/${name}`, name, at, bytes: 1 });
  const places = [
    { folder: '/a', name: 'A', files: [file('late', '2026-11-29T08:30:00-04:00'), file('unreadable', '')] },
    { folder: '/b', name: 'B', files: [file('early', '2026-11-29T12:00:00Z')] }
  ];
  expect(filesOf(places).map(({ name, stick }) => `${stick} ${name}`)).toEqual(['A late', 'B early', 'A unreadable']);
});

it('a file is named without its folders, on every system', () => {
  expect([fileOf('E:\\Posta\\uno.posta'), fileOf('/media/uno.posta'), fileOf('uno.posta')]).toEqual(['uno.posta', 'uno.posta', 'uno.posta']);
});

it('only what the server acknowledged is called sent, in every language', () => {
  const full = { ...NOTHING, records: 1, sealed: 2, carried: 3, entries: 4, quarantined: 5, acknowledged: 6, by_server: 7 };
  const sent = takenLines(full, 8).filter(({ text }) => /enviad/i.test(text));
  expect(sent.map(({ about }) => about)).toEqual(['byServer']);
  for (const [tongue, word] of [['es', /enviad/i], ['pt', /enviad/i], ['en', /\bsent\b/i]] as const) {
    const { taken } = spoken[tongue].carry;
    expect([taken.acknowledged(3), taken.carried(3), taken.given(3), taken.records(3)].filter((text) => word.test(text))).toEqual([]);
    expect(taken.byServer(3)).toMatch(word);
  }
});

it('that nothing is new is said, and never of a file that is cut', () => {
  expect(takenLines(NOTHING).map(({ about }) => about)).toEqual(['nothing']);
  expect(takenLines({ ...NOTHING, acknowledged: 3 }).map(({ about }) => about)).toEqual(['nothing', 'acknowledged']);
  expect(takenLines({ ...NOTHING, quarantined: 1 }).map(({ about }) => about)).toEqual(['quarantined']);
  expect(takenLines({ ...NOTHING, complete: false })).toEqual([]);
});

it('a talk in which only the other one got something says what was given', () => {
  expect(takenLines(null, 2).map(({ text }) => text)).toEqual(['2 lotes entregados a la otra laptop']);
  expect(takenLines(null, 0)).toEqual([]);
});
