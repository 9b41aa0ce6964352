// @vitest-environment jsdom
import { flushSync, mount, unmount } from 'svelte';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { PersonCard } from '$lib/api';

const api = vi.hoisted(() => ({ tellProtection: vi.fn(), saveDraft: vi.fn(), handOver: vi.fn() }));
vi.mock('$lib/api', () => ({ api, onLocked: () => () => undefined }));
const { session } = await import('$lib/session.svelte');
const { Trouble } = await import('$lib/trouble');
const { default: ProtectionPanel } = await import('./ProtectionPanel.svelte');

const one = <T extends HTMLElement>(id: string) => document.querySelector<T>(`[data-testid="${id}"]`);
const done = vi.fn();
let open: Record<string, unknown> | undefined;

beforeEach(() => {
  vi.resetAllMocks();
  api.tellProtection.mockResolvedValue({ id: 'p1', warnings: [] });
  session.idle = 180;
  open = mount(ProtectionPanel, { target: document.body, props: { card: { id: 'p1', name: 'Rosa' } as PersonCard, done, cancel: () => undefined } });
  flushSync();
});

afterEach(async () => {
  if (open) await unmount(open);
  open = undefined;
});

function write(text: string): void {
  const note = one<HTMLTextAreaElement>('protection-note');
  if (!note) return;
  note.value = text;
  note.dispatchEvent(new Event('input', { bubbles: true }));
  flushSync();
}

it('says who reads it, and that no facts are written, before anything is typed', () => {
  expect(one('protection-readers')?.textContent).toContain('Solo lo lee el equipo de protección');
  expect(one('protection-no-facts')?.textContent).toContain('No escriba qué pasó');
});

it('what was typed is sealed to protection only, and is never a draft, not before a lock either', async () => {
  write(' espera en la sala ');
  await session.lock();
  expect(api.saveDraft).not.toHaveBeenCalled();
  one('protection-send')?.click();
  await vi.waitFor(() => expect(done).toHaveBeenCalledOnce());
  expect(api.tellProtection).toHaveBeenCalledWith('p1', 'espera en la sala');
  expect(api.handOver).not.toHaveBeenCalled();
  expect(one<HTMLTextAreaElement>('protection-note')?.value).toBe('');
});

it('the session waits less while it shows', () => {
  expect(session.idle).toBe(60);
});

it('stays with what was typed when nobody can read it, and says so', async () => {
  api.tellProtection.mockRejectedValue(new Trouble('POSTA-N1'));
  write('espera');
  one('protection-send')?.click();
  await vi.waitFor(() => expect(one('protection-error')?.textContent).toContain('POSTA-N1'));
  expect(one<HTMLTextAreaElement>('protection-note')?.value).toBe('espera');
  expect(done).not.toHaveBeenCalled();
});
