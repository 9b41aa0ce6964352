// @vitest-environment jsdom
import { createRawSnippet, flushSync, mount, unmount } from 'svelte';
import { afterEach, expect, it, vi } from 'vitest';
import type { Catalogue, PersonView } from '$lib/api';

vi.mock('$lib/api', () => ({ api: {}, onLocked: () => () => undefined }));
vi.stubGlobal('matchMedia', () => ({ matches: false }));
const { default: PersonSheet } = await import('./PersonSheet.svelte');

const catalogue = { countries: [], languages: [], relations: [], document_kinds: [], programs: [], facilities: [{ code: 'f1', label: 'Centro Pisiga' }], reasons: [], needs: [] } as unknown as Catalogue;
const entry = { id: 'e1', at: '2026-11-20T10:00:00Z', on: '', author: 'Ana Quispe', post: 'Pisiga', words: [], needs: [], note: '', facility: '', restricted: false, opened: false };
const timeline = [
  { ...entry, kind: 'enrollment', facility: 'f1' },
  { ...entry, id: 'e2', kind: 'consultation', note: 'Tos desde ayer' },
  { ...entry, id: 'e3', kind: 'registered' }
];
const card = { id: 'p1', name: 'Teodora Huanca Lima', birth: '1990-01-01', age: null, sex: 'female', nationality: 'PE', sent: true, post_name: 'Pisiga', registered_at: '2026-11-20T10:00:00Z', registered_by: 'Ana Quispe' };
const person = { card, phone: '70000001', residence: '', residence_name: 'Sabaya', guardian_name: '', guardian_relation: '', documents: [], languages: [], conflicts: [], sources: [], decided_conflicts: [], household_members: [], household_role: '', same_day: false, timeline } as unknown as PersonView;
let open: Record<string, unknown> | undefined;

afterEach(async () => {
  if (open) await unmount(open);
});

const purposeOf = (text: string) => {
  const found = [...document.querySelectorAll('p, dd, h1')].find((one) => one.textContent.includes(text));
  return found?.closest<HTMLElement>('[data-printed-for]')?.dataset['printedFor'];
};

it("each block of a person's page says for which purpose it may be printed", () => {
  const none = createRawSnippet(() => ({ render: () => '<i></i>' }));
  open = mount(PersonSheet, { target: document.body, props: { person, catalogue, canEdit: false, canAttend: false, decided: () => undefined, enrollments: none } });
  flushSync();
  expect(purposeOf(person.phone)).toBe('contact');
  expect(purposeOf('Centro Pisiga')).toBe('share_facility');
  expect(purposeOf('Tos desde ayer')).toBe('share_referral');
  expect([purposeOf('Sabaya'), purposeOf('Teodora Huanca Lima')]).toEqual([undefined, undefined]);
});
