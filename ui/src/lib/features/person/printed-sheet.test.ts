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

it('what is said of the records behind one person is for the screen only', () => {
  const note = (words: string) => createRawSnippet(() => ({ render: () => `<p>${words}</p>` }));
  open = mount(PersonSheet, { target: document.body, props: { person, catalogue, canEdit: false, canAttend: false, decided: () => undefined, doubts: note('duda'), sources: note('registros'), handed: note('entregado') } });
  flushSync();
  const shown = (words: string) => [...document.querySelectorAll('p')].find((one) => one.textContent === words)?.closest('[data-unprinted]');
  expect([shown('duda'), shown('registros')].every(Boolean)).toBe(true);
  expect(shown('entregado')).toBeNull();
});

it('a field of another record says of which, and one of an enrollment of another record too', () => {
  const source = { card: { ...card, id: 'p2', name: 'Teodora H.', post_name: 'Kasani' }, decided_by: '', decided_post: '', decided_at: '', direct: true };
  const conflict = (kind: string, id: string) => ({ kind, id, field: 'birth', values: [], critical: false, later: null });
  const several = { ...person, sources: [source], enrollments: [{ id: 'e1', source: 'p9' }, { id: 'e2', source: '' }], conflicts: [conflict('person', 'p1'), conflict('person', 'p2'), conflict('enrollment', 'e1'), conflict('enrollment', 'e2')] } as unknown as PersonView;
  open = mount(PersonSheet, { target: document.body, props: { person: several, catalogue, canEdit: false, canAttend: false, decided: () => undefined } });
  flushSync();
  const said = [...document.querySelectorAll('[data-testid="conflict-ribbon"]')].map((one) => one.querySelector('[data-testid="conflict-record"]')?.textContent);
  expect(said).toEqual([undefined, 'Del registro de Teodora H. (Kasani)', 'De otro registro de la misma persona', undefined]);
});
