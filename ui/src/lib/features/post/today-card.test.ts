// @vitest-environment jsdom
import { createRawSnippet, flushSync, mount, unmount } from 'svelte';
import { afterEach, expect, it, vi } from 'vitest';
import type { HomeView } from '$lib/api';

vi.mock('$lib/api', () => ({ api: {}, onLocked: () => () => undefined }));
const { default: TodayCard } = await import('./TodayCard.svelte');

const children = createRawSnippet(() => ({ render: () => '<i></i>' }));
const one = (id: string) => document.querySelector<HTMLElement>(`[data-testid="${id}"]`);
let open: Record<string, unknown>;

function show(conflicts: number, conflicts_later: number): void {
  const home = { registered_today: 1, attended_today: 1, pending: 0, conflicts, conflicts_later } as HomeView;
  open = mount(TodayCard, { target: document.body, props: { home, attends: true, conflictsHref: '/conflicts', children } });
  flushSync();
}

afterEach(() => unmount(open));

it('what is to be decided is counted by records', () => {
  show(2, 3);
  expect(one('today-conflicts')?.textContent.trim()).toBe('2 registros con dos valores por decidir');
  expect(one('today-conflicts-later')).toBeNull();
});

it('what somebody left for later alarms nobody, and leads there', () => {
  show(0, 3);
  expect(one('today-conflicts')).toBeNull();
  expect([one('today-conflicts-later')?.textContent.trim(), one('today-conflicts-later')?.getAttribute('href')]).toEqual(['3 dejados para después', '/conflicts?group=later']);
});

it('nothing to decide says nothing', () => {
  show(0, 0);
  expect([one('today-conflicts'), one('today-conflicts-later')]).toEqual([null, null]);
});
