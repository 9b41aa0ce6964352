// @vitest-environment jsdom
import { flushSync, mount, unmount } from 'svelte';
import { expect, it, vi } from 'vitest';
import type { Catalogue } from '$lib/api';

vi.mock('$lib/api', () => ({ api: {}, onLocked: () => () => undefined }));
vi.stubGlobal('matchMedia', () => ({ matches: false }));
const { sayValue } = await import('./field-words');
const { default: GuardianFields } = await import('./GuardianFields.svelte');
const { PersonForm } = await import('./person-form.svelte');

const catalogue = { relations: [{ code: 'madrina', label: 'Madrina', common: false }] } as unknown as Catalogue;

it('a kinship is said as the pack names it, and as it is written when the pack has no name for it', () => {
  expect(sayValue('guardian_relation', 'madrina', catalogue)).toBe('Madrina');
  expect(sayValue('guardian_relation', 'cuñada', catalogue)).toBe('cuñada');
});

it('a form shows the kinship that the pack names', async () => {
  const form = new PersonForm('2026-11-21', { guardian_relation: 'madrina' });
  const open = mount(GuardianFields, { target: document.body, props: { form, problems: [], catalogue, touch: () => undefined } });
  flushSync();
  expect(document.querySelector<HTMLInputElement>('[data-testid="field-guardian-relation"]')?.value).toBe('Madrina');
  await unmount(open);
});
