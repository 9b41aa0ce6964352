// @vitest-environment jsdom
import { flushSync, mount, tick, unmount } from 'svelte';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';

const api = vi.hoisted(() => ({ slip: vi.fn(), card: vi.fn(), saveCard: vi.fn(), sheetLanguages: vi.fn() }));
vi.mock('$lib/api', () => ({ api, onLocked: () => () => undefined }));
vi.stubGlobal('matchMedia', () => ({ matches: false }));
const { Trouble } = await import('$lib/trouble');
const { default: PrintCard } = await import('./PrintCard.svelte');

const one = (id: string) => document.querySelector<HTMLElement>(`[data-testid="${id}"]`);
const papers = () => [...document.querySelectorAll<HTMLImageElement>('.paper [data-testid="print-page"]')].map((page) => page.style.width);
let open: Record<string, unknown>;

beforeEach(() => {
  vi.resetAllMocks();
  URL.createObjectURL = vi.fn(() => `blob:${Math.random()}`);
  URL.revokeObjectURL = vi.fn();
  api.sheetLanguages.mockResolvedValue([{ code: 'es', name: 'Castellano', reviewed: true }]);
  api.slip.mockResolvedValue({ pages: ['aGVsbG8='], width_mm: 105, height_mm: 148 });
  api.card.mockResolvedValue({ pages: ['aGVsbG8='], width_mm: 86, height_mm: 54 });
  api.saveCard.mockResolvedValue({ path: '/usb/tarjeta.pdf', records: 1 });
});

afterEach(async () => {
  await unmount(open);
});

async function show(which: 'slip' | 'card'): Promise<void> {
  open = mount(PrintCard, { target: document.body, props: { person: 'p1', code: 'POSTA1-X', language: 'es', which, print: () => undefined } });
  flushSync();
  await tick();
}

it('the printer gets the card or the slip, never both', async () => {
  await show('slip');
  await vi.waitFor(() => expect(papers()).toEqual(['105mm']));
  one('print-which-card')?.click();
  await vi.waitFor(() => expect(papers()).toEqual(['86mm']));
  expect(api.card).toHaveBeenCalledWith('p1', 'es');
});

it('a card has one size: no paper is asked, and it is saved as a file', async () => {
  await show('card');
  await vi.waitFor(() => expect(papers()).toEqual(['86mm']));
  expect(one('slip-paper')).toBeNull();
  const folder = one('slip-folder') as HTMLInputElement;
  folder.value = '/usb';
  folder.dispatchEvent(new Event('input', { bubbles: true }));
  one('slip-save')?.click();
  await vi.waitFor(() => expect(one('slip-saved')?.textContent).toContain('/usb/tarjeta.pdf'));
  expect(api.saveCard).toHaveBeenCalledWith('p1', 'es', '/usb');
});

it('a card that the person has not agreed to says so', async () => {
  api.card.mockRejectedValue(new Trouble('POSTA-B1', [{ field: 'consent/register', code: 'consent_missing', severity: 'error' }]));
  await show('card');
  await vi.waitFor(() => expect(one('failed')?.textContent).toContain('qué permite'));
});
