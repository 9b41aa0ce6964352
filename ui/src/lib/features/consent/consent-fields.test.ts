// @vitest-environment jsdom
import { flushSync, mount, unmount } from 'svelte';
import { afterEach, expect, it, vi } from 'vitest';
import type { Catalogue } from '$lib/api';

vi.mock('$lib/api', () => ({ api: {}, onLocked: () => () => undefined }));
vi.stubGlobal('matchMedia', () => ({ matches: false }));
const { default: ConsentFields } = await import('./ConsentFields.svelte');
const { ConsentForm } = await import('./consent-form.svelte');

const catalogue = { languages: [] as Catalogue['languages'] } as Catalogue;
let open: Record<string, unknown> | undefined;
const button = () => document.querySelector<HTMLElement>('[data-testid="register-discard"]');

afterEach(async () => {
  if (open) await unmount(open);
});

it('whoever refuses to be registered can be let go of at once', () => {
  const form = new ConsentForm(() => ['es']);
  const discard = vi.fn();
  open = mount(ConsentFields, { target: document.body, props: { form, catalogue, discard } });
  flushSync();
  expect(button()).toBeNull();
  form.decide('register', 'refused');
  flushSync();
  button()?.click();
  expect(discard).toHaveBeenCalledOnce();
});

it('of somebody who is saved there is nothing to let go of', () => {
  const form = new ConsentForm(() => ['es'], { decisions: { register: 'refused' } });
  open = mount(ConsentFields, { target: document.body, props: { form, catalogue } });
  flushSync();
  expect(button()).toBeNull();
});
