// @vitest-environment jsdom
// What leaves with a person is what was chosen last, and nothing where they did not agree.
import { createRawSnippet, flushSync, mount, tick, unmount, type Component } from 'svelte';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { SessionView, SummaryOffer } from '$lib/api';

const api = vi.hoisted(() => ({ person: vi.fn(), summaryOffer: vi.fn(), summaryPage: vi.fn(), sheetLanguages: vi.fn(), profile: vi.fn() }));
vi.mock('$app/navigation', () => ({ goto: vi.fn(), beforeNavigate: vi.fn(), afterNavigate: vi.fn() }));
vi.mock('$lib/api', () => ({ api, onLocked: () => () => undefined }));
vi.stubGlobal('matchMedia', () => ({ matches: false }));
const { session } = await import('$lib/session.svelte');
const { SummaryChoice } = await import('$lib/features/summary/summary-choice.svelte');
const { default: TakePanel } = await import('./person/[id]/summary/TakePanel.svelte');
const { default: SummaryFrame } = await import('./person/[id]/SummaryFrame.svelte');

const OFFER: SummaryOffer = {
  items: [
    { item: 'language', title: 'Idioma', values: ['Quechua'] },
    { item: 'pregnancy', title: 'Embarazo', values: ['23 semanas'] }
  ],
  first: ['language'],
  agreed: true,
  teams: []
};
const PERSON = { card: { id: 'p1', name: 'Rosa', birth: '', sex: '', nationality: '', document: '', age: null }, consents: [], languages: ['es'] };
const one = (id: string) => document.querySelector<HTMLElement>(`[data-testid="${id}"]`);
let open: Record<string, unknown> | undefined;

beforeEach(() => {
  vi.resetAllMocks();
  Element.prototype.scrollIntoView = () => undefined;
  URL.createObjectURL = () => `blob:${Math.random()}`;
  URL.revokeObjectURL = () => undefined;
  api.person.mockResolvedValue(PERSON);
  api.sheetLanguages.mockResolvedValue([{ code: 'es', name: 'Castellano', reviewed: true }]);
  api.summaryPage.mockResolvedValue({ pages: ['aGVsbG8='], width_mm: 148, height_mm: 210 });
});

afterEach(async () => {
  if (open) await unmount(open);
  open = undefined;
  session.open = undefined;
  document.body.replaceChildren();
});

async function show(screen: unknown, props: Record<string, unknown>): Promise<void> {
  open = mount(screen as Component, { target: document.body, props });
  flushSync();
  await tick();
}

it('nothing is made before it is asked for, and another choice takes the sheet away', async () => {
  await show(TakePanel, { person: PERSON, choice: new SummaryChoice(OFFER), show: () => undefined });
  expect(api.summaryPage).not.toHaveBeenCalled();
  one('summary-prepare')?.click();
  await vi.waitFor(() => expect(one('slip-page')).not.toBeNull());
  expect(api.summaryPage).toHaveBeenCalledExactlyOnceWith('p1', ['language'], 'a5', 'es');
  one('summary-item-pregnancy')?.click();
  flushSync();
  expect(one('slip-page')).toBeNull();
  expect(document.querySelector('.paper')).toBeNull();
  expect(one('summary-stale')).not.toBeNull();
  one('summary-prepare')?.click();
  await vi.waitFor(() => expect(one('slip-page')).not.toBeNull());
  expect(api.summaryPage).toHaveBeenLastCalledWith('p1', ['language', 'pregnancy'], 'a5', 'es');
});

async function frame(view: Partial<SessionView>): Promise<void> {
  session.open = { view: view as SessionView, catalogue: { countries: [], document_kinds: [], languages: [] } as never };
  const inside = createRawSnippet(() => ({ render: () => '<p data-testid="inside"></p>' }));
  await show(SummaryFrame, { id: 'p1', title: 'x', lead: 'x', testid: 'frame', aside: createRawSnippet(() => ({ render: () => '<p data-testid="other"></p>' })), children: inside });
}

it('without permission none of the words shows, and neither way is open', async () => {
  api.summaryOffer.mockResolvedValue({ ...OFFER, agreed: false });
  await frame({ can_attend: true, can_register: true });
  await vi.waitFor(() => expect(one('summary-not-agreed')).not.toBeNull());
  expect([one('inside'), one('other')]).toEqual([null, null]);
  expect(document.body.textContent).not.toContain('23 semanas');
  one('summary-ask')?.click();
  await vi.waitFor(() => expect(one('consent-panel')).not.toBeNull());
});

it('whoever does not attend is told so, and nothing is read', async () => {
  await frame({ can_attend: false, can_protect: false, can_register: true });
  await vi.waitFor(() => expect(one('failed')?.textContent).toContain('POSTA-P1'));
  expect(api.summaryOffer).not.toHaveBeenCalled();
});

it('protection opens it too', async () => {
  api.summaryOffer.mockResolvedValue(OFFER);
  await frame({ can_attend: false, can_protect: true });
  await vi.waitFor(() => expect(one('inside')).not.toBeNull());
});
