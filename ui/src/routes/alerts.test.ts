// @vitest-environment jsdom
// From an alert to its instrument and to a service, and from what was answered to its alert: one act each.
import { flushSync, mount, tick, unmount, type Component } from 'svelte';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { Catalogue, ConsultationView, SessionView } from '$lib/api';
import { today } from '$lib/moment';

const api = vi.hoisted(() => new Proxy({}, { get: (kept: Record<string, unknown>, name: string) => (kept[name] ??= vi.fn()) }) as Record<string, ReturnType<typeof vi.fn>>);
const page = vi.hoisted(() => ({ url: new URL('http://posta.test/'), params: { id: 'p1' } }));
vi.mock('$app/navigation', () => ({ goto: vi.fn(), beforeNavigate: vi.fn(), afterNavigate: vi.fn() }));
vi.mock('$app/state', () => ({ page }));
vi.mock('$lib/api', () => ({ api, onLocked: () => () => undefined }));
vi.stubGlobal('matchMedia', () => ({ matches: false }));
const { session } = await import('$lib/session.svelte');
const { default: Attend } = await import('./person/[id]/attend/+page.svelte');
const { default: ConsultationScreen } = await import('./consultation/[id]/ConsultationScreen.svelte');

const choice = (code: string) => ({ code, label: code, common: true });
const catalogue = { countries: [], languages: [], reasons: [choice('otro')], needs: [choice('salud')], service_kinds: [choice('salud_mental')], chronic: [], hygiene: [], states: [], supports: [], alerts: [{ code: 'riesgo_autolesion', label: 'Riesgo', hint: '', guide: [], service: 'salud_mental', instrument: 'asq' }] } as unknown as Catalogue;
const card = { id: 'p1', name: 'Rosa', birth: '', sex: '', nationality: '', document: '', age: 20 };
const asq = { code: 'asq', name: 'ASQ', hint: '', questions: 1, withheld: '', from_years: 10 };
const consultation = (more: Partial<ConsultationView> = {}) => ({ id: 'c1', person: card, content: { mode: 'post', alerts: ['riesgo_autolesion'] }, on: today(), post: '', by: '', signatures: [], amendments: [], conflicts: [], ...more });
const one = (id: string) => document.querySelector<HTMLElement>(`[data-testid="${id}"]`);
let open: Record<string, unknown> | undefined;

beforeEach(() => {
  vi.resetAllMocks();
  Element.prototype.scrollIntoView = () => undefined;
  Element.prototype.animate = () => ({ cancel: () => undefined, finished: Promise.resolve() }) as unknown as Animation;
  page.url = new URL('http://posta.test/');
  const answers = { person: { card, consents: [] }, services: [{ service: { id: 's1', name: 'Consultorio', kinds: ['salud_mental'] }, place_name: '', here: true }], home: { drafts: [] }, instruments: [asq], screenings: [], recordScreening: { id: 'r1', warnings: [] }, recordConsultation: { id: 'c1', warnings: [] }, writePart: { id: 'c1', warnings: [] }, saveDraft: { id: 'd1' }, consultation: consultation() };
  for (const [name, answer] of Object.entries(answers)) api[name]?.mockResolvedValue(answer);
  api['questionnaire']?.mockResolvedValue({ code: 'asq', title: '', language: 'es', purpose: '', copyright: '', hint: '', version: '1', items: [{ id: '1', text: 'una', options: [{ code: 'si', label: 'Sí' }], opened_by: [] }] });
  api['scoreScreening']?.mockResolvedValue({ asked: 1, answered: 1, total: null, most: 0, band: '', band_name: '', positive: 'yes', risk: 'same_day', leads_to: '', adjustable: false });
  session.open = { view: { can_attend: true, user: { id: 'u1' } } as unknown as SessionView, catalogue };
});

afterEach(async () => {
  if (open) await unmount(open);
  open = undefined;
  session.open = undefined;
  document.body.replaceChildren();
});

async function show(screen: unknown, props: Record<string, unknown> = {}): Promise<void> {
  open = mount(screen as Component, { target: document.body, props });
  flushSync();
  await tick();
}

async function click(id: string): Promise<void> {
  await vi.waitFor(() => expect(one(id)).not.toBeNull());
  one(id)?.click();
  flushSync();
}

/** Puts the one question of the instrument that was opened. */
async function answerAll(): Promise<void> {
  await click('screening-option');
  await click('screening-next');
}

it('an attention being written puts the instrument of an alert, and saves it as of itself', async () => {
  await show(Attend);
  await click('field-alerts-riesgo_autolesion');
  await vi.waitFor(() => expect(one('alert-apply-riesgo_autolesion')).not.toBeNull());
  one('alert-apply-riesgo_autolesion')?.focus();
  await click('alert-apply-riesgo_autolesion');
  await answerAll();
  await click('screening-save');
  await vi.waitFor(() => expect(document.activeElement).toBe(one('alert-apply-riesgo_autolesion')));
  await click('save-consultation');
  await vi.waitFor(() => expect(api['recordConsultation']).toHaveBeenCalledWith(expect.objectContaining({ screenings: [{ instrument: 'asq', answers: [{ item: '1', code: 'si' }] }] })));
});

it('an alert is referred to a service of its kind', async () => {
  await show(Attend);
  await click('field-alerts-riesgo_autolesion');
  await click('alert-refer-riesgo_autolesion');
  await click('save-consultation');
  await vi.waitFor(() => expect(api['recordConsultation']).toHaveBeenCalledWith(expect.objectContaining({ needs: ['salud'], referrals: [expect.objectContaining({ need: 'salud', service: 's1' })] })));
});

it('an instrument that may not be put is not offered by its alert', async () => {
  api['instruments']?.mockResolvedValue([{ ...asq, withheld: 'no_service' }]);
  await show(Attend);
  await click('field-alerts-riesgo_autolesion');
  await vi.waitFor(() => expect(one('alert-refer-riesgo_autolesion')).not.toBeNull());
  await tick();
  expect(one('alert-apply-riesgo_autolesion')).toBeNull();
});

it('what is answered while an attention is written notes its alert there, as does the way in from a result', async () => {
  await show(Attend);
  await click('open-screening');
  await click('start-asq');
  await answerAll();
  await click('note-riesgo_autolesion');
  expect(one('noted-riesgo_autolesion')).not.toBeNull();
  expect(one('field-alerts-riesgo_autolesion')?.getAttribute('aria-pressed')).toBe('true');
  if (open) await unmount(open);
  page.url = new URL('http://posta.test/?alert=riesgo_autolesion');
  await show(Attend);
  await vi.waitFor(() => expect(one('field-alerts-riesgo_autolesion')?.getAttribute('aria-pressed')).toBe('true'));
});

it("today's attention puts the instrument of an alert, and refers it as of itself", async () => {
  await show(ConsultationScreen, { id: 'c1' });
  await click('alert-apply-riesgo_autolesion');
  expect(one('alert-refer-riesgo_autolesion')?.getAttribute('href')).toBe('/person/p1/refer?consultation=c1&need=salud&kind=salud_mental');
  await answerAll();
  await click('screening-save');
  await vi.waitFor(() => expect(api['recordScreening']).toHaveBeenCalledWith(expect.objectContaining({ consultation: 'c1', draft: '' })));
});

it("what is answered in today's attention notes its alert in the part that nobody signed", async () => {
  api['consultation']?.mockResolvedValue(consultation({ content: { mode: 'post', note: 'una nota' }, social_base: 's1' }));
  await show(ConsultationScreen, { id: 'c1' });
  await click('open-screening');
  await click('start-asq');
  await answerAll();
  await click('note-riesgo_autolesion');
  await vi.waitFor(() => expect(api['writePart']).toHaveBeenCalledWith('c1', 'social', 's1', expect.objectContaining({ note: 'una nota', alerts: ['riesgo_autolesion'] })));
});

it('nothing is put in an attention of another day', async () => {
  api['consultation']?.mockResolvedValue(consultation({ on: '2020-01-01' }));
  await show(ConsultationScreen, { id: 'c1' });
  await vi.waitFor(() => expect(one('alert-refer-riesgo_autolesion')).not.toBeNull());
  expect([one('screening-card'), one('alert-apply-riesgo_autolesion')]).toEqual([null, null]);
});
