// @vitest-environment jsdom
import { flushSync, mount, unmount } from 'svelte';
import { afterEach, expect, it, vi } from 'vitest';
import type { RequirementView, SheetView } from '$lib/api';
import { SHEETS } from '$lib/mock/sheets';

vi.mock('$lib/api', () => ({ api: {}, onLocked: () => () => undefined }));
const { default: SheetText } = await import('./SheetText.svelte');
const { spoken } = await import('$lib/messages');

let open: Record<string, unknown> | undefined;
afterEach(async () => {
  if (open) await unmount(open);
});

const paper = { code: 'national_card', name: 'Cédula de identidad', hint: '', state: '' } as RequirementView;
function show(language: string, shown: 'requirements' | 'consent', more: Partial<SheetView> = {}): SheetView {
  const sheet = { ...SHEETS.find((one) => one.language === language), ...more } as SheetView;
  open = mount(SheetText, { target: document.body, props: { sheet, shown, requirements: [paper], reviewed: true } });
  flushSync();
  return sheet;
}
const text = () => document.body.textContent;
const title = () => document.querySelector('h2')?.textContent;

it.each(['es', 'pt', 'en', 'fr', 'ht'])('consent is explained in the words of the sheet, in %s', (language) => {
  const sheet = show(language, 'consent');
  expect(sheet.consent).toHaveLength(5);
  for (const said of [sheet.consent_intro, ...sheet.consent.flatMap((one) => [one.title, one.text])]) expect(text()).toContain(said);
  expect(title()).toBe({ es: spoken.es, pt: spoken.pt, en: spoken.en }[language]?.consent.title);
});

it('in Haitian Creole nothing of it is in the language of the screen', () => {
  show('ht', 'consent');
  for (const ours of [spoken.es.consent.title, spoken.es.consent.never, ...Object.values(spoken.es.consent.purposes)]) expect(text()).not.toContain(ours);
});

it('a sheet that explains nothing has the words of the screens, in its language', () => {
  show('pt', 'consent', { consent_intro: '', consent: [] });
  for (const ours of [spoken.pt.consent.never, ...Object.values(spoken.pt.consent.purposes)]) expect(text()).toContain(ours);
});

it('requirements in a language that the pack has are headed in it', () => {
  show('pt', 'requirements');
  expect(title()).toBe(spoken.pt.rights.tabs.requirements);
  expect(document.querySelector('[data-testid="sheet-papers"]')?.hasAttribute('lang')).toBe(false);
});

it("in Haitian Creole the sheet's own lines go before papers that are marked as named in Spanish", () => {
  const sheet = show('ht', 'requirements');
  const bring = sheet.sections.find(({ code }) => code === 'bring');
  expect(title()).toBe(bring?.title);
  for (const line of bring?.lines ?? []) expect(text()).toContain(line);
  expect(text()).toContain(spoken.es.rights.spanishPapers);
  expect(document.querySelector('[data-testid="sheet-papers"]')?.getAttribute('lang')).toBe('es');
});
