// @vitest-environment jsdom
import { mount, unmount } from 'svelte';
import { afterEach, expect, it } from 'vitest';
import { t } from '$lib/messages';
import MendNotices from './MendNotices.svelte';

let shown: Record<string, unknown> | undefined;
afterEach(() => {
  if (shown) void unmount(shown);
  document.body.replaceChildren();
});
const text = (testid: string) => document.querySelector(`[data-testid="${testid}"]`)?.textContent;
const card = { at: '2026-11-30T01:00:00Z', sensitivity: 'registry', batches: 1, drafts: 0, lacks_work: false, lacks_drafts: false, lacks_carried: false, aside: 'aside-1-00' };

it('says how a mend came out, what to do and where the damaged file is kept', () => {
  shown = mount(MendNotices, { target: document.body, props: { mended: [card], clockOffMinutes: null } });
  expect(text('sync-mended')).toContain(t.sync.mendWhole);
  expect(text('sync-mended')).toContain('aside-1-00');
  expect(text('sync-clock')).toBeUndefined();
});

it('says first that work may be missing, and then drafts', () => {
  const mended = [{ ...card, lacks_work: true, lacks_drafts: true }, { ...card, lacks_drafts: true, aside: 'aside-2-00' }];
  shown = mount(MendNotices, { target: document.body, props: { mended, clockOffMinutes: null } });
  const all = [...document.querySelectorAll('[data-testid="sync-mended"]')].map((notice) => notice.textContent ?? '');
  expect([all[0]?.includes(t.sync.mendLacksWork), all[1]?.includes(t.sync.mendLacksDrafts)]).toEqual([true, true]);
});

it('says besides that something carried for others may be missing, and not that nothing is', () => {
  const mended = [{ ...card, sensitivity: 'device', lacks_work: true, lacks_carried: true }, { ...card, lacks_carried: true, aside: 'aside-2-00' }];
  shown = mount(MendNotices, { target: document.body, props: { mended, clockOffMinutes: null } });
  const all = [...document.querySelectorAll('[data-testid="sync-mended"]')].map((notice) => notice.textContent ?? '');
  const says = (words: string) => all.map((notice) => notice.includes(words));
  expect([says(t.sync.mendLacksWork), says(t.sync.mendLacksCarried), says(t.sync.mendWhole)]).toEqual([[true, false], [true, true], [false, false]]);
});

it('says by how much the clock is wrong as a person would', () => {
  expect([45, -180, 4000, -525_600 * 56].map((minutes) => t.sync.clockText(minutes).split('. ')[0])).toEqual([
    'Está 45 minutos adelantado', 'Está 3 horas atrasado', 'Está 3 días adelantado', 'Está 56 años atrasado'
  ]);
  shown = mount(MendNotices, { target: document.body, props: { mended: [], clockOffMinutes: -180 } });
  expect(text('sync-clock')).toContain('3 horas');
});
