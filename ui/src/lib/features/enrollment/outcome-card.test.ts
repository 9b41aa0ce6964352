// @vitest-environment jsdom
import { flushSync, mount, unmount } from 'svelte';
import { afterEach, expect, it, vi } from 'vitest';
import type { EligibilityView } from '$lib/api';

vi.mock('$lib/api', () => ({ api: {}, onLocked: () => () => undefined }));
const { default: OutcomeCard } = await import('./OutcomeCard.svelte');

let open: Record<string, unknown> | undefined;

function show(extent: string): void {
  const view: EligibilityView = { outcome: 'cubierta', groups: [{ code: 'g', name: 'Embarazo', extent, norm: '' }], sentence: 'Tiene derecho.', ask: [], orientation: [], requirements: [], version: 'bo', on: '', stale: false };
  open = mount(OutcomeCard, { target: document.body, props: { view } });
  flushSync();
}

afterEach(async () => {
  if (open) await unmount(open);
});

it.each([
  ['', 0],
  ['integral', 1],
  ['limited', 1]
])('an extent of "%s" shows in %i chips', (extent, chips) => {
  show(extent);
  expect(document.querySelectorAll('[data-testid="outcome-group"] .chip')).toHaveLength(chips);
});

it('only the outcome itself is read aloud when it changes', () => {
  show('integral');
  expect([...document.querySelectorAll('[aria-live]')].map((live) => live.tagName)).toEqual(['H2']);
});
