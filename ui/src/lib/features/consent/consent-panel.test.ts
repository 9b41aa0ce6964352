// @vitest-environment jsdom
import { flushSync, mount, unmount } from 'svelte';
import { afterEach, expect, it, vi } from 'vitest';
import type { Catalogue, PersonView } from '$lib/api';

vi.mock('$lib/api', () => ({ api: {}, onLocked: () => () => undefined }));
vi.stubGlobal('matchMedia', () => ({ matches: false }));
const { default: ConsentPanel } = await import('./ConsentPanel.svelte');
const { t } = await import('$lib/messages');

const catalogue = { languages: [] as Catalogue['languages'] } as Catalogue;
let open: Record<string, unknown> | undefined;

afterEach(async () => {
  if (open) await unmount(open);
});

it.each([true, false])('a saved child is never said to be without family (seen the same day: %s)', (same_day) => {
  const person = { card: { id: 'a', birth: 'age:9@2099-01-01' }, languages: ['es'], consents: [], same_day } as unknown as PersonView;
  open = mount(ConsentPanel, { target: document.body, props: { person, catalogue, done: () => undefined, cancel: () => undefined } });
  flushSync();
  expect(document.querySelector('[data-testid="consent-minor"]')?.textContent).toContain(t.consent.minor);
  expect(document.body.textContent).not.toContain(t.consent.minorAlone);
});
