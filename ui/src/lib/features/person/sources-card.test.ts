// @vitest-environment jsdom
import { flushSync, mount, tick, unmount, type Component } from 'svelte';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { Catalogue, PersonCard, PersonView } from '$lib/api';

const api = vi.hoisted(() => ({ decidePair: vi.fn() }));
vi.mock('$lib/api', () => ({ api, onLocked: () => () => undefined }));
vi.stubGlobal('matchMedia', () => ({ matches: false }));
const { Trouble } = await import('$lib/trouble');
const { default: SourcesCard } = await import('./SourcesCard.svelte');
const { default: ContradictionRibbon } = await import('./ContradictionRibbon.svelte');
const { default: PersonHeader } = await import('./PersonHeader.svelte');
const { default: PersonList } = await import('./PersonList.svelte');

const catalogue = { countries: [], document_kinds: [] } as unknown as Catalogue;
const card = (id: string, sources = 1): PersonCard => ({ id, name: `Persona ${id}`, sex: '', birth: '', age: null, nationality: '', document: '', post: '', post_name: 'Kasani', registered_by: 'Sonia', registered_at: '', conflicts: 0, sent: true, sources });
const source = (id: string, direct: boolean) => ({ card: card(id), decided_by: 'Carmen', decided_post: 'Oruro', decided_at: '2026-11-20T10:00:00Z', direct });
const person = (...sources: PersonView['sources']) => ({ card: card('p'), sources }) as PersonView;
const separated = vi.fn();
const one = (id: string) => document.querySelector<HTMLElement>(`[data-testid="${id}"]`);
const all = (id: string) => [...document.querySelectorAll<HTMLElement>(`[data-testid="${id}"]`)];
let open: Record<string, unknown> | undefined;

beforeEach(() => {
  vi.resetAllMocks();
  Element.prototype.animate = () => ({ cancel: () => undefined, finished: Promise.resolve() }) as unknown as Animation;
});

afterEach(async () => {
  if (open) await unmount(open);
  open = undefined;
  document.body.replaceChildren();
});

async function show(screen: unknown, props: Record<string, unknown>): Promise<void> {
  open = mount(screen as Component<Record<string, unknown>>, { target: document.body, props });
  flushSync();
  await tick();
}

it('every other record is listed with who joined it, and opened', async () => {
  await show(SourcesCard, { person: person(source('a', true), source('b', false)), catalogue, canEdit: true, separated });
  expect(one('person-sources')?.textContent).toContain('Una persona, 3 registros');
  expect(all('source-open').map((link) => link.getAttribute('href'))).toEqual(['/person/a', '/person/b']);
  expect(all('person-source')[0]?.textContent).toContain('Se unió: Carmen · Oruro');
});

it('one record alone has no such card', async () => {
  await show(SourcesCard, { person: person(), catalogue, canEdit: true, separated });
  expect(one('person-sources')).toBeNull();
});

it('only what was joined directly is separated here, by who may edit', async () => {
  const props = { person: person(source('a', true), source('b', false)), catalogue, separated };
  await show(SourcesCard, { ...props, canEdit: true });
  expect(all('source-separate')).toHaveLength(1);
  if (open) await unmount(open);
  await show(SourcesCard, { ...props, canEdit: false });
  expect(all('source-separate')).toHaveLength(0);
});

it('separating is confirmed: both records stay whole', async () => {
  api.decidePair.mockResolvedValue({ id: 'p', warnings: [] });
  await show(SourcesCard, { person: person(source('a', true)), catalogue, canEdit: true, separated });
  one('source-separate')?.click();
  await vi.waitFor(() => expect(document.activeElement).toBe(one('separate-cancel')));
  expect(one('separate-dialog')?.textContent).toContain('Los dos registros quedan enteros');
  expect(api.decidePair).not.toHaveBeenCalled();
  one('separate-confirm')?.click();
  await vi.waitFor(() => expect(separated).toHaveBeenCalledExactlyOnceWith('a', 'Separados. Los dos registros quedan enteros.'));
  expect(api.decidePair).toHaveBeenCalledExactlyOnceWith('p', 'a', 'open');
});

it('two who are known to be different are said to be', async () => {
  api.decidePair.mockResolvedValue({ id: 'p', warnings: [] });
  await show(SourcesCard, { person: person(source('a', true)), catalogue, canEdit: true, separated });
  one('source-separate')?.click();
  await vi.waitFor(() => expect(one('separate-different')?.textContent).toContain('Son personas distintas'));
  one('separate-different')?.click();
  await vi.waitFor(() => expect(separated).toHaveBeenCalledExactlyOnceWith('a', 'Guardado: son personas distintas.'));
  expect(api.decidePair).toHaveBeenCalledExactlyOnceWith('p', 'a', 'different');
});

it('what could not be separated says why and stays', async () => {
  api.decidePair.mockRejectedValue(new Trouble('POSTA-D1'));
  await show(SourcesCard, { person: person(source('a', true)), catalogue, canEdit: true, separated });
  one('source-separate')?.click();
  await vi.waitFor(() => expect(one('separate-confirm')).not.toBeNull());
  one('separate-confirm')?.click();
  await vi.waitFor(() => expect(one('separate-failed')?.textContent).toContain('POSTA-D1'));
  expect(separated).not.toHaveBeenCalled();
});

it('a contradiction is said in words with both records, and only who may decide is led there', async () => {
  const contradictions = [{ a: { ...card('a'), registered_at: '2026-05-03T15:00:00Z' }, b: card('b'), cause: 'decided_both' }];
  await show(ContradictionRibbon, { contradictions });
  expect(one('contradiction')?.textContent).toBe('Se dijo que Persona a (Kasani) y Persona b (Kasani) son la misma persona, y también que no lo son. Alguien tiene que decidir.');
  expect(all('contradiction-open').map((link) => [link.getAttribute('href'), link.textContent])).toEqual([['/person/a', 'Persona a (Kasani), registro del 3 may'], ['/person/b', 'Persona b (Kasani)']]);
  expect(one('contradiction-decide')).toBeNull();
  expect(one('contradiction-tell')?.textContent).toBe('Avise a su supervisor(a).');
  if (open) await unmount(open);
  const decide = vi.fn();
  await show(ContradictionRibbon, { contradictions, decide });
  expect(one('contradiction-tell')).toBeNull();
  one('contradiction-decide')?.click();
  expect(decide).toHaveBeenCalledExactlyOnceWith(contradictions[0]);
});

it('the head says of how many records the page is, leads to them, and that somebody was brought', async () => {
  Element.prototype.scrollIntoView = vi.fn();
  const props = { catalogue: { countries: [], languages: [] }, canEdit: false, canAttend: false };
  await show(PersonHeader, { ...props, person: { ...person(source('a', true)), languages: [], origin: 'x' } });
  const records = document.body.appendChild(document.createElement('section'));
  records.id = 'person-records';
  records.tabIndex = -1;
  expect(one('person-to-records')?.textContent?.trim()).toBe('2 registros');
  one('person-to-records')?.click();
  expect(document.activeElement).toBe(records);
  expect(one('person-brought')?.textContent).toBe('Traído de otro departamento');
  if (open) await unmount(open);
  await show(PersonHeader, { ...props, person: { ...person(), languages: [], origin: '' } });
  expect([one('person-to-records'), one('person-brought')]).toEqual([null, null]);
});

it('a person of several records says how many in every list', async () => {
  await show(PersonList, { cards: [card('a', 2), card('b', 0)], catalogue, testid: 'row' });
  expect(all('row').map((row) => row.querySelector('[data-testid="person-records"]')?.textContent?.trim())).toEqual(['3 registros', undefined]);
});
