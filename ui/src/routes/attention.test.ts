// @vitest-environment jsdom
// The screen of one attention: closed, of the wrong person, and with needs to refer.
import { flushSync, mount, tick, unmount, type Component } from 'svelte';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { Catalogue, ConsultationView, SessionView } from '$lib/api';

const api = vi.hoisted(() => new Proxy({}, { get: (kept: Record<string, unknown>, name: string) => (kept[name] ??= vi.fn()) }) as Record<string, ReturnType<typeof vi.fn>>);
const page = vi.hoisted(() => ({ url: new URL('http://posta.test/'), params: { id: 'c1' } }));
vi.mock('$app/navigation', () => ({ goto: vi.fn(), beforeNavigate: vi.fn(), afterNavigate: vi.fn() }));
vi.mock('$app/state', () => ({ page }));
vi.mock('$lib/api', () => ({ api, onLocked: () => () => undefined }));
vi.stubGlobal('matchMedia', () => ({ matches: false }));
const { session } = await import('$lib/session.svelte');
const { Trouble } = await import('$lib/trouble');
const { default: Refer } = await import('./consultation/[id]/refer/+page.svelte');
const { default: ConsultationScreen } = await import('./consultation/[id]/ConsultationScreen.svelte');

const choice = (code: string) => ({ code, label: code, common: true });
const catalogue = { countries: [], languages: [], reasons: [], needs: ['salud', 'agua', 'trabajo'].map(choice), chronic: [], hygiene: [], states: [], supports: [], alerts: [] } as unknown as Catalogue;
const card = { id: 'p1', name: 'Rosa', birth: '', sex: '', nationality: '', document: '', age: 20 };
const consultation = (more: Partial<Record<keyof ConsultationView, unknown>> = {}) => ({ id: 'c1', person: null, content: { mode: 'post', unidentified: true, called: 'la de azul' }, on: '2026-01-02', post: '', by: '', signatures: [], amendments: [], conflicts: [], apart: [], health_base: 'h', social_base: 's', ...more });
const one = (id: string) => document.querySelector<HTMLElement>(`[data-testid="${id}"]`);
let open: Record<string, unknown> | undefined;

beforeEach(() => {
  vi.resetAllMocks();
  page.url = new URL('http://posta.test/');
  Element.prototype.animate = () => ({ cancel: () => undefined, finished: Promise.resolve() }) as unknown as Animation;
  const answers = { home: { drafts: [] }, consultation: consultation(), openRestricted: { id: 'c1' }, unlinkConsultation: { id: 'c1', warnings: [] }, instruments: [], screenings: [], services: [], person: { card, consents: [] }, createReferral: { id: 'r1', warnings: [] } };
  for (const [name, answer] of Object.entries(answers)) api[name]?.mockResolvedValue(answer);
  session.open = { view: { can_attend: true, user: { id: 'u1' }, post: { code: 'p' } } as unknown as SessionView, catalogue };
});

afterEach(async () => {
  if (open) await unmount(open);
  open = undefined;
  session.open = undefined;
  document.body.replaceChildren();
});

async function show(screen: unknown = ConsultationScreen): Promise<void> {
  open = mount(screen as Component<{ id: string }>, { target: document.body, props: { id: 'c1' } });
  flushSync();
  await tick();
}

async function click(id: string): Promise<void> {
  await vi.waitFor(() => expect(one(id)).not.toBeNull());
  one(id)?.click();
  flushSync();
}

it('a closed attention of somebody without identity is opened here, with a reason', async () => {
  api['consultation']?.mockRejectedValueOnce(new Trouble('POSTA-B2'));
  await show();
  await click('closed-ask');
  await click('restricted-reason-care_now');
  await click('restricted-open');
  await vi.waitFor(() => expect(one('consultation-facts')).not.toBeNull());
  expect(api['openRestricted']).toHaveBeenCalledExactlyOnceWith('c1', 'care_now', '');
  expect(one('restricted-dialog')).toBeNull();
});

it('an attention that cannot be read for another reason asks for none', async () => {
  api['consultation']?.mockRejectedValue(new Trouble('POSTA-D1'));
  await show();
  await vi.waitFor(() => expect(document.body.textContent).toContain('POSTA-D1'));
  expect(one('closed-ask')).toBeNull();
});

it('who somebody was said to be is taken back, once it is confirmed', async () => {
  api['consultation']?.mockResolvedValueOnce(consultation({ person: card }));
  await show();
  await click('unlink');
  await vi.waitFor(() => expect(one('unlink-dialog')).not.toBeNull());
  expect(api['unlinkConsultation']).not.toHaveBeenCalled();
  await click('unlink-confirm');
  await vi.waitFor(() => expect(one('link-card')).not.toBeNull());
  expect(api['unlinkConsultation']).toHaveBeenCalledExactlyOnceWith('c1');
});

it('an attention that was of its person from the start is not taken from them', async () => {
  api['consultation']?.mockResolvedValueOnce(consultation({ person: card, content: { mode: 'post' } }));
  await show();
  await vi.waitFor(() => expect(one('consultation-person')).not.toBeNull());
  expect(one('unlink')).toBeNull();
});

it('a referral begun before it was known who it was is saved as of that person', async () => {
  api['consultation']?.mockResolvedValue(consultation({ person: card }));
  api['home']?.mockResolvedValue({ drafts: [{ id: 'd1', kind: 'consultation', mine: true, form: JSON.stringify({ work: 'referral', person: '', consultation: 'c1', referral: { need: 'salud', service_name: 'Posta' } }) }] });
  await show(Refer);
  await click('refer-save');
  await vi.waitFor(() => expect(api['createReferral']).toHaveBeenCalledWith(expect.objectContaining({ person: 'p1', consultation: 'c1', draft: 'd1' })));
  expect(one('refer-called')).toBeNull();
});

it('a referral of who did not agree has no place for a message', async () => {
  api['consultation']?.mockResolvedValue(consultation());
  await show(Refer);
  await click('field-need-salud');
  await vi.waitFor(() => expect(one('not-agreed')).not.toBeNull());
  expect(one('field-referral-message')).toBeNull();
});

const needs = { mode: 'post', needs: ['salud', 'agua', 'trabajo'], about_needs: [{ code: 'salud', urgency: 'inmediata', state: 'abierta' }, { code: 'agua', state: 'derivada' }, { code: 'trabajo', state: 'resuelta' }] };
const leads = () => [...document.querySelectorAll('[data-testid="consultation-need"] a')].map((link) => link.getAttribute('href'));

it('each open need of an attention is referred from it', async () => {
  api['consultation']?.mockResolvedValue(consultation({ person: card, content: needs }));
  await show();
  await vi.waitFor(() => expect(leads()).toEqual(['/person/p1/refer?consultation=c1&need=salud&urgency=inmediata']));
});

it('a need of somebody without identity is referred by the attention', async () => {
  api['consultation']?.mockResolvedValue(consultation({ content: { ...needs, unidentified: true } }));
  await show();
  await vi.waitFor(() => expect(leads()).toEqual(['/consultation/c1/refer?need=salud&urgency=inmediata']));
  if (open) await unmount(open);
  page.url = new URL('http://posta.test/consultation/c1/refer?need=salud&urgency=inmediata');
  await show(Refer);
  await vi.waitFor(() => expect(one('field-need-salud')?.getAttribute('aria-pressed') ?? one('field-need-salud')?.getAttribute('aria-checked')).toBe('true'));
  expect(one('referral-fields')).not.toBeNull();
});
