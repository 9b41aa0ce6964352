// @vitest-environment jsdom
import { createRawSnippet, flushSync, mount, tick, unmount } from 'svelte';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { Catalogue } from '$lib/api';

const api = vi.hoisted(() => ({ recordConsultation: vi.fn(), saveDraft: vi.fn() }));
vi.mock('$lib/api', () => ({ api, onLocked: () => () => undefined }));
vi.stubGlobal('matchMedia', () => ({ matches: false }));
const { ConsultationForm } = await import('./consultation-form.svelte');
const { default: Fields } = await import('./ConsultationForm.svelte');

const choices = (...codes: string[]) => codes.map((code) => ({ code, label: code, common: false }));
const catalogue = { reasons: choices('otro', 'salud'), needs: choices('alimentacion', 'salud'), alerts: [], chronic: [], hygiene: [], states: [], supports: [] } as unknown as Catalogue;
const referral = createRawSnippet(() => ({ render: () => '<div><button type="button">quitar</button><button type="button" data-land>el servicio</button></div>' }));
const active = () => document.activeElement?.getAttribute('data-testid') ?? document.activeElement?.textContent;
const saved = vi.fn();
let open: Record<string, unknown>;

beforeEach(async () => {
  vi.resetAllMocks();
  api.recordConsultation.mockResolvedValue({ id: 'c1', warnings: [] });
  api.saveDraft.mockResolvedValue({ id: 'd1' });
  open = mount(Fields, { target: document.body, props: { form: new ConsultationForm('p1'), catalogue, referral, saved, leave: () => undefined } });
  flushSync();
  await tick();
});

afterEach(async () => {
  await unmount(open);
});

async function press(key: string, more: KeyboardEventInit = {}): Promise<void> {
  document.activeElement?.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true, ...more }));
  flushSync();
  await tick();
}

it('an attention with two needs and a referral takes six keys, from the first question to the save', async () => {
  expect(active()).toBe('field-reason-otro');
  await press('2');
  expect(active()).toBe('field-needs-alimentacion');
  await press('1');
  await press('2');
  await press('d');
  expect(active()).toBe('el servicio');
  await press('Enter', { ctrlKey: true });
  // The shell was not asked: the form itself says that the service is missing.
  expect(document.querySelector('[data-testid="consultation-problem"]')).not.toBeNull();
});

it('the key of a referral refers the need in which the focus is, and is a letter in a text', async () => {
  await press('2');
  await press('1');
  await press('2');
  document.querySelector<HTMLElement>('[data-testid="need-refer-alimentacion"]')?.focus();
  await press('d');
  expect(document.querySelector('[data-need="alimentacion"] [data-testid="need-referred"]')).not.toBeNull();
  document.querySelector<HTMLElement>('[data-testid="field-note"]')?.focus();
  await press('d');
  expect(document.querySelectorAll('[data-testid="need-referred"]')).toHaveLength(1);
});

it('with Ctrl, Enter saves once from anywhere', async () => {
  await press('1');
  await press('Enter', { ctrlKey: true });
  await press('Enter', { ctrlKey: true });
  await vi.waitFor(() => expect(saved).toHaveBeenCalledOnce());
  expect(api.recordConsultation).toHaveBeenCalledOnce();
});

it('what is chosen is a draft at once, and what held the save back is no longer said', async () => {
  await press('Enter', { ctrlKey: true });
  expect(document.querySelector('[data-testid="consultation-blank"]')).not.toBeNull();
  await press('1');
  expect(document.querySelector('[data-testid="consultation-blank"]')).toBeNull();
  await vi.waitFor(() => expect(api.saveDraft).toHaveBeenCalledWith(expect.objectContaining({ form: expect.stringContaining('"reason":"otro"') as string })), { timeout: 5000 });
});
