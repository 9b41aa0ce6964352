// @vitest-environment jsdom
// What a person's page says of somebody who was brought from another department a moment ago.
import { flushSync, mount, unmount } from 'svelte';
import { afterEach, beforeAll, beforeEach, expect, it, vi } from 'vitest';

const api = vi.hoisted(() => ({ discardDraft: vi.fn() }));
vi.mock('$lib/api', () => ({ api, onLocked: () => () => undefined }));
const { handBrought, takeBrought } = await import('$lib/handover');
const { default: BroughtNotice } = await import('./person/[id]/BroughtNotice.svelte');

const warning = (code: string) => ({ field: 'consent', code, severity: 'warning' });
const one = (id: string) => document.querySelector<HTMLElement>(`[data-testid="${id}"]`);
let open: Record<string, unknown>;

function show(id = 'p9', asked = false): void {
  open = mount(BroughtNotice, { target: document.body, props: { id, asked } });
  flushSync();
}

beforeAll(() => {
  Element.prototype.animate = vi.fn();
});
beforeEach(() => vi.resetAllMocks());
afterEach(() => unmount(open));

it('what is still missing of them is said in words', () => {
  handBrought({ id: 'p9', warnings: [warning('consent_missing'), warning('accompaniment_missing')] });
  show();
  expect(one('brought-missing')?.textContent).toContain('Todavía no se preguntó qué permite la persona · Responda con quién está');
  expect(one('brought-draft')).toBeNull();
});

it('what had been typed stays a draft until it is discarded there, once that is confirmed', async () => {
  handBrought({ id: 'p9', warnings: [] }, 'd1');
  show();
  expect(one('brought-draft')?.textContent).toContain('sigue como borrador');
  one('brought-discard')?.click();
  await vi.waitFor(() => expect(one('discard-dialog')?.textContent).toContain('¿Descartar este borrador?'));
  expect(api.discardDraft).not.toHaveBeenCalled();
  one('discard-confirm')?.click();
  await vi.waitFor(() => expect(one('brought-draft')).toBeNull());
  expect(api.discardDraft).toHaveBeenCalledExactlyOnceWith('d1');
});

it('it is said once, and of nobody else', () => {
  handBrought({ id: 'p9', warnings: [] }, 'd1');
  show('other');
  expect(one('brought-notice')).toBeNull();
  expect(takeBrought('p9')).toBeUndefined();
});

it('what was asked meanwhile is not said to be missing', () => {
  handBrought({ id: 'p9', warnings: [warning('consent_missing')] });
  show('p9', true);
  expect(one('brought-notice')).toBeNull();
});
