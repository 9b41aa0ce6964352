import { expect, it } from 'vitest';
import type { PersonCard } from '$lib/api';
import { t } from '$lib/messages';
import { waitingOf } from './waiting';

const people = (number: number): PersonCard[] => Array.from({ length: number }, (_, index) => ({ id: String(index) }) as PersonCard);

it('nothing waits only when nothing is pending', () => {
  expect(waitingOf({ pending: 0, waiting: [], waiting_others: 0 }, 12)).toEqual({ people: [], others: 0 });
});

it('an enrollment that waits alone is counted', () => {
  expect(waitingOf({ pending: 1, waiting: [], waiting_others: 1 }, 12)).toEqual({ people: [], others: 1 });
});

it('people beyond those shown are counted with the rest', () => {
  const waiting = waitingOf({ pending: 20, waiting: people(15), waiting_others: 5 }, 12);
  expect([waiting.people.length, waiting.others]).toEqual([12, 8]);
});

it('what is pending and not listed anywhere is still told', () => {
  expect(waitingOf({ pending: 3, waiting: [], waiting_others: 0 }, 12).others).toBe(3);
});

it('one is told in the singular', () => {
  expect([t.sync.up(1), t.sync.down(2), t.sync.waitingMore(1)]).toEqual(['1 enviado', '2 recibidos', 'y 1 registro más (personas, adscripciones, atenciones)']);
});
