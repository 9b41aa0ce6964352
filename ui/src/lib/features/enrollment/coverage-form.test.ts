// @vitest-environment jsdom
import { flushSync, mount, unmount } from 'svelte';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { Catalogue } from '$lib/api';

const api = vi.hoisted(() => ({ checkEligibility: vi.fn() }));
vi.mock('$lib/api', () => ({ api, onLocked: () => () => undefined }));
vi.stubGlobal('matchMedia', () => ({ matches: false }));
const { CoverageForm } = await import('./coverage-form.svelte');
const { default: CoverageFields } = await import('./CoverageFields.svelte');

const catalogue = { programs: [], facilities: [], campaigns: [] } as unknown as Catalogue;
const QUESTION = { fact: 'emergency', text: '¿Es una emergencia?', hint: '' };
const view = { outcome: 'por_confirmar', groups: [], sentence: '', ask: [QUESTION], orientation: [], requirements: [], version: '', on: '' };
const ORIENTATION = { code: 'emergency', title: 'Al hospital', text: 'Vaya al hospital más cercano.' };
const shown = () => document.querySelector('[data-testid="emergency"]');
let open: Record<string, unknown> | undefined;

beforeEach(() => {
  api.checkEligibility.mockResolvedValue(view);
});

afterEach(async () => {
  if (open) await unmount(open);
});

it('an emergency is told at once above the questions, and in the words of the pack once it has answered', async () => {
  const form = new CoverageForm(() => ({}), { program: 'sus' });
  await form.check();
  open = mount(CoverageFields, { target: document.body, props: { form, catalogue, complete: () => undefined } });
  flushSync();
  expect(shown()).toBeNull();

  api.checkEligibility.mockResolvedValue({ ...view, ask: [], orientation: [ORIENTATION] });
  form.reply('emergency', 'yes');
  flushSync();
  expect(shown()?.getAttribute('role')).toBe('alert');
  expect(shown()?.textContent).toContain('al hospital, ahora');
  const question = document.querySelector('[data-testid="question"]');
  expect(question && shown()?.compareDocumentPosition(question)).toBe(Node.DOCUMENT_POSITION_FOLLOWING);

  await form.check();
  flushSync();
  expect(shown()?.textContent).toContain(ORIENTATION.text);
  form.close();
});

it('a draft that is gone on with shows what was answered in it, so that it can be corrected', async () => {
  api.checkEligibility.mockImplementation(({ answers }: { answers: unknown[] }) => Promise.resolve(answers.length > 0 ? { ...view, ask: [], orientation: [ORIENTATION] } : view));
  const form = new CoverageForm(() => ({}), { program: 'sus', replies: { emergency: 'yes' } });
  await form.check();
  open = mount(CoverageFields, { target: document.body, props: { form, catalogue, complete: () => undefined } });
  flushSync();
  expect(shown()?.textContent).toContain(ORIENTATION.text);
  expect(document.querySelector('[data-testid="question"]')?.textContent).toContain(QUESTION.text);
  form.reply('emergency', 'no');
  flushSync();
  expect(shown()).toBeNull();
  await form.check();
  expect(form.questions).toEqual([QUESTION]);
  form.close();
});

it('of an answer that no version asks about any more, nothing is asked twice', async () => {
  api.checkEligibility.mockReset().mockResolvedValue({ ...view, ask: [] });
  const form = new CoverageForm(() => ({}), { program: 'sus', replies: { gone: 'yes' } });
  await form.check();
  expect(api.checkEligibility).toHaveBeenCalledTimes(2);
  form.reply('emergency', 'no');
  await form.check();
  expect(api.checkEligibility).toHaveBeenCalledTimes(3);
  form.close();
});

it.each(['no', 'unknown'] as const)('nothing alarms when "%s" was answered', (reply) => {
  const form = new CoverageForm(() => ({}), { program: 'sus' });
  form.reply('emergency', reply);
  form.close();
  expect(form.emergency).toBeUndefined();
});
