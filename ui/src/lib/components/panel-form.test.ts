// @vitest-environment jsdom
import { createRawSnippet, flushSync, mount, unmount } from 'svelte';
import { afterEach, expect, it, vi } from 'vitest';
import PanelForm from './PanelForm.svelte';

const children = createRawSnippet(() => ({ render: () => '<input data-testid="field" />' }));
const one = <E extends HTMLElement>(id: string) => document.querySelector<E>(`[data-testid="${id}"]`);
const [submit, cancel] = [vi.fn(), vi.fn()];
let open: Record<string, unknown>;

function show(busy: boolean, refused?: { sentence: string; action: string; code: string }): void {
  open = mount(PanelForm, { target: document.body, props: { submit, cancel, busy, back: 'volver', save: { words: 'guardar', busy: 'guardando', testid: 'save' }, refused, refusedId: 'refused', children } });
  flushSync();
}

afterEach(async () => {
  vi.resetAllMocks();
  await unmount(open);
});

it('its button saves, and leaving saves nothing', () => {
  show(false);
  document.querySelector<HTMLElement>('button:not([type="submit"])')?.click();
  expect([cancel.mock.calls.length, submit.mock.calls.length]).toEqual([1, 0]);
  one('save')?.click();
  expect(submit).toHaveBeenCalledOnce();
});

it('while it saves its button says so and takes no second press', () => {
  show(true);
  expect([one('save')?.textContent?.trim(), one<HTMLButtonElement>('save')?.disabled]).toEqual(['guardando', true]);
});

it('why it was not saved shows before the ways out', () => {
  show(false, { sentence: 'no se pudo', action: 'otra vez', code: 'POSTA-X1' });
  const refused = one('refused');
  expect(refused?.textContent).toContain('POSTA-X1');
  expect(refused && one('save') && refused.compareDocumentPosition(one('save') as Node)).toBe(Node.DOCUMENT_POSITION_FOLLOWING);
});
