// @vitest-environment jsdom
import { flushSync, mount, unmount } from 'svelte';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';

const api = vi.hoisted(() => ({ enrollPerson: vi.fn() }));
vi.mock('$lib/api', () => ({ api, onLocked: () => () => undefined }));
const { default: NoEnrollmentCard } = await import('./NoEnrollmentCard.svelte');

const choice = (code: string) => ({ code, label: code.toUpperCase(), common: false });
const one = (id: string) => document.querySelector<HTMLElement>(`[data-testid="${id}"]`);
const prepared = vi.fn();
let open: Record<string, unknown> | undefined;

function show(canEdit = true, programs = [choice('sus'), choice('other')]): void {
  open = mount(NoEnrollmentCard, { target: document.body, props: { person: 'p1', catalogue: { programs }, canEdit, prepared } });
  flushSync();
}

beforeEach(() => vi.resetAllMocks());
afterEach(async () => {
  if (open) await unmount(open);
  open = undefined;
});

it('somebody without an enrollment gets one of the first programme, with nothing said for them', async () => {
  show();
  expect(one('no-enrollment')?.textContent).toContain('Sin adscripción');
  one('enroll-person')?.click();
  await vi.waitFor(() => expect(prepared).toHaveBeenCalledOnce());
  expect(api.enrollPerson).toHaveBeenCalledExactlyOnceWith('p1', { program: 'sus', facility: '', answers: [], requirements: [], campaign: '' });
});

it('what could not be written says why, and can be asked again', async () => {
  api.enrollPerson.mockRejectedValueOnce({ code: 'POSTA-D1', fields: [], seconds: 0 });
  show();
  one('enroll-person')?.click();
  await vi.waitFor(() => expect(one('enroll-failed')?.textContent).toContain('POSTA-D1'));
  expect(prepared).not.toHaveBeenCalled();
  one('enroll-person')?.click();
  await vi.waitFor(() => expect(prepared).toHaveBeenCalledOnce());
});

it('who may not register, and a pack without programmes, offer no act', async () => {
  show(false);
  expect(one('enroll-person')).toBeNull();
  await unmount(open ?? {});
  show(true, []);
  expect(one('enroll-person')).toBeNull();
});
