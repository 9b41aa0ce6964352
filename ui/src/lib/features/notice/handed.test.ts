// @vitest-environment jsdom
import { flushSync, mount, tick, unmount, type Component } from 'svelte';
import { afterEach, beforeAll, expect, it, vi } from 'vitest';
import type { HandedCard as Handed, NoticeCard } from '$lib/api';

vi.mock('$lib/api', () => ({ api: {}, onLocked: () => () => undefined }));
const { default: HandedCard } = await import('./HandedCard.svelte');
const { default: NoticeList } = await import('./NoticeList.svelte');

const LINES = [{ item: 'language', title: 'Idioma', values: ['Quechua'] }];
const NOTICE: NoticeCard = { id: 'n1', kind: 'handed_on', at: '2026-11-20T10:00:00Z', from: 'Ana Quispe', post: 'Pisiga', person: null, reason: '', note: '', lines: LINES, done: false };
const HANDED: Handed = { id: 'n1', at: NOTICE.at, from: NOTICE.from, post: 'Pisiga', lines: LINES, done: false };
const one = (id: string) => document.querySelector<HTMLElement>(`[data-testid="${id}"]`);
let open: Record<string, unknown> | undefined;

beforeAll(() => {
  globalThis.ResizeObserver = class {
    observe = () => undefined;
    unobserve = () => undefined;
    disconnect = () => undefined;
  };
});

afterEach(async () => {
  if (open) await unmount(open);
  open = undefined;
  document.body.replaceChildren();
});

async function show(screen: unknown, props: Record<string, unknown>): Promise<void> {
  open = mount(screen as Component, { target: document.body, props });
  flushSync();
  await tick();
}

it('who was handed on is told with the post and what the person let know, and settled in one act', async () => {
  const settle = vi.fn();
  await show(NoticeList, { notices: [NOTICE], catalogue: {}, settle });
  expect(one('notice-row')?.textContent).toContain('Aviso de Pisiga');
  expect(one('notice-lines')?.textContent).toContain('Quechua');
  one('notice-settle')?.click();
  expect(settle).toHaveBeenCalledExactlyOnceWith(NOTICE);
});

it('a post that is not known here leaves no blank', async () => {
  await show(NoticeList, { notices: [{ ...NOTICE, post: '' }], catalogue: {}, settle: () => undefined });
  expect(one('notice-row')?.textContent).toContain('Aviso de otro puesto');
});

it("the person's page says the same; what was taken care of stays without an act", async () => {
  const settle = vi.fn();
  await show(HandedCard, { handed: [HANDED, { ...HANDED, id: 'n2', done: true }], settle });
  expect(one('handed-card')?.textContent).toContain('Aviso de Pisiga');
  expect(one('handed-card')?.dataset['printedFor']).toBe('share_referral');
  expect(document.querySelectorAll('[data-testid="handed-lines"]')).toHaveLength(2);
  expect(document.querySelectorAll('[data-testid="handed-settle"]')).toHaveLength(1);
  one('handed-settle')?.click();
  expect(settle).toHaveBeenCalledExactlyOnceWith('n1');
});

it('nobody handed on, no card', async () => {
  await show(HandedCard, { handed: [], settle: () => undefined });
  expect(one('handed-card')).toBeNull();
});
