// @vitest-environment jsdom
// @vitest-environment-options { "url": "http://posta.test/?mock=rich,cut" }
// Every screen speaks the chosen language, changes it at once, and keeps what is typed.
import { flushSync, mount, tick, unmount, type Component } from 'svelte';
import { afterEach, beforeAll, expect, it, vi } from 'vitest';

vi.setConfig({ testTimeout: 120_000 });
vi.stubEnv('VITE_MOCK', '1');
vi.stubGlobal('matchMedia', () => ({ matches: false, addEventListener: vi.fn(), removeEventListener: vi.fn() }));
const page = vi.hoisted(() => ({ route: { id: '/' }, url: new URL('http://posta.test/'), params: {} as Record<string, string> }));
vi.mock('$app/navigation', () => ({ goto: vi.fn(), beforeNavigate: vi.fn(), afterNavigate: vi.fn() }));
vi.mock('$app/state', () => ({ page }));

const { api } = await import('$lib/api');
const { CATALOGUE, catalogueIn } = await import('$lib/mock/catalogue');
const { look } = await import('$lib/look.svelte');
const { speak } = await import('$lib/messages');
const { session } = await import('$lib/session.svelte');
const { default: Layout } = await import('./+layout.svelte');

/** What people wrote, which no language changes. Taken out before anything is looked for. */
const WRITTEN = ['Persona de prueba', 'de los Ángeles', 'Fernández de Córdova', 'del Carmen', 'Espera en la sala, prefiere hablar con una mujer.', 'Control el jueves.', 'la pidió por escrito para su trámite', 'Viaja con dos hijos. Pasó la noche en la terminal; prefiere que la llamen por la tarde.', 'nube', 'cobre', 'trigo', 'faro', 'Ley de', 'Español', 'Português', 'Curahuara de Carangas'];
/** Words that a Spanish sentence can hardly do without. */
const SPANISH = {
  pt: /[¿¡«»]|(?<!-)\b(el|los|las|del|al|y|con|sin|una|un|hay|usted|su|lo|muy|aquí|todavía|equipo|puesto|contraseña|hoy|ayer)\b/giu,
  en: /[¿¡«»]|\b(el|la|los|las|del|de|y|con|sin|una|un|hay|usted|su|para|por|que|se|en|hoy|ayer|equipo|puesto|datos|nombre|año|años)\b/giu
};

/** The pack's words that have none in a language: what the pack lacks is told in Spanish, and is not the screens' to say. */
const untold = (language: 'pt' | 'en') => {
  const told = new Set(Object.values(catalogueIn(language)).flatMap((list: { label: string }[]) => list.map((one) => one.label)));
  return Object.values(CATALOGUE).flatMap((list: { label: string }[]) => list.map((one) => one.label).filter((label) => told.has(label))).sort((one, other) => other.length - one.length);
};

let open: Record<string, unknown> | undefined;

beforeAll(() => {
  globalThis.ResizeObserver = class {
    observe = () => undefined;
    unobserve = () => undefined;
    disconnect = () => undefined;
  };
  Element.prototype.scrollTo = () => undefined;
  Element.prototype.scrollIntoView = () => undefined;
  Element.prototype.animate = vi.fn();
  URL.createObjectURL = () => 'blob:nothing';
  URL.revokeObjectURL = () => undefined;
});

afterEach(async () => {
  if (open) await unmount(open);
  open = undefined;
  await session.lock();
  speak('es');
  document.body.replaceChildren();
});

async function enter(role: string): Promise<void> {
  const user = (await api.profile()).users.find((one) => one.role === role);
  await session.enter(await api.unlock(user?.id ?? '', 'una frase larga'));
}

async function show(screen: () => Promise<{ default: unknown }>, params: Record<string, string> = {}): Promise<void> {
  page.params = params;
  open = mount((await screen()).default as Component, { target: document.body });
  flushSync();
  await tick();
  await vi.waitFor(() => expect(document.querySelector('.skeleton, [aria-busy="true"]')).toBeNull(), { timeout: 5000 });
  flushSync();
}

/** All that is read or heard of a screen, without what people wrote. */
function said(): string {
  const text: string[] = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) if (!walker.currentNode.parentElement?.closest('style, script')) text.push(walker.currentNode.textContent ?? '');
  for (const element of document.querySelectorAll('*')) for (const name of ['aria-label', 'placeholder', 'title', 'alt']) text.push(element.getAttribute(name) ?? '');
  return WRITTEN.reduce((rest, written) => rest.replaceAll(written, ''), text.map((one) => one.trim()).filter(Boolean).join('\n'));
}

/** The lines in which something Spanish is left. */
function leftOver(language: 'pt' | 'en'): string[] {
  const labels = untold(language);
  return said()
    .split('\n')
    .filter((line) => labels.reduce((rest, label) => rest.replaceAll(label, ''), line).match(SPANISH[language]));
}

const rich = async () => ({ id: (await api.findPeople('Yuleisy', 1))[0]?.id ?? '' });
const SCREENS: [name: string, role: string, screen: () => Promise<{ default: unknown }>, params?: () => Promise<Record<string, string>>][] = [
  ['Inicio', 'care', () => import('./+page.svelte')],
  ['the person', 'care', () => import('./person/[id]/PersonScreen.svelte'), rich],
  ['registering', 'registrar', () => import('./person/register/+page.svelte')],
  ['editing', 'registrar', () => import('./person/[id]/edit/+page.svelte'), rich],
  ['attending', 'care', () => import('./person/[id]/attend/+page.svelte'), rich],
  ['whom to attend', 'care', () => import('./attend/+page.svelte')],
  ['notices', 'care', () => import('./notices/+page.svelte')],
  ['the exchange', 'registrar', () => import('./sync/+page.svelte')],
  ['Inicio of a supervisor', 'supervisor', () => import('./+page.svelte')],
  ['the register', 'supervisor', () => import('./register/+page.svelte')],
  ['the team', 'supervisor', () => import('./team/+page.svelte')],
  ['a forgotten password', 'supervisor', () => import('./team/recovery/+page.svelte')],
  ['the audit', 'supervisor', () => import('./audit/+page.svelte')],
  ['erasures', 'supervisor', () => import('./erasures/+page.svelte')],
  ['another device', 'registrar', () => import('./attach-device/+page.svelte')]
];

for (const language of ['pt', 'en'] as const) {
  it.each(SCREENS)(`%s leaves nothing Spanish in ${language}`, async (_, role, screen, params) => {
    speak(language);
    await enter(role);
    await show(screen, await params?.());
    expect(said().length).toBeGreaterThan(40);
    expect(leftOver(language)).toEqual([]);
  });

  it(`the locked screen leaves nothing Spanish in ${language}`, async () => {
    speak(language);
    await session.profile.again();
    await show(() => import('$lib/features/session/LockedScreen.svelte'));
    expect(said()).toContain('Ana Quispe');
    expect(leftOver(language)).toEqual([]);
  });
}

const one = (testid: string) => document.querySelector<HTMLElement>(`[data-testid="${testid}"]`);

async function settle(): Promise<void> {
  flushSync();
  await tick();
  await new Promise((resolve) => setTimeout(resolve, 80));
  flushSync();
}

it('changing the language keeps what is typed and says the rest anew', async () => {
  await enter('registrar');
  await show(() => import('./person/register/+page.svelte'));
  const field = one('field-given-names') as HTMLInputElement;
  field.value = 'Rosa';
  field.dispatchEvent(new Event('input', { bubbles: true }));
  const labels = () => [...document.querySelectorAll('label')].map((label) => label.textContent.trim());
  await settle();
  expect(labels()).toContain('Primer apellido');
  look.speak('en');
  await session.reword();
  await settle();
  expect(one('field-given-names')).toBe(field);
  expect(field.value).toBe('Rosa');
  expect(labels()).toContain('First surname');
  expect(leftOver('en')).toEqual([]);
});

it('the locked screen offers each language by its own name, and the choice is kept', async () => {
  page.route.id = '/';
  await show(() => Promise.resolve({ default: Layout as unknown }));
  await vi.waitFor(() => expect(one('locked-screen')).not.toBeNull());
  await settle();
  const choices = [...document.querySelectorAll<HTMLInputElement>('[data-testid="language"] input')];
  expect(choices.map((choice) => choice.closest('label')?.textContent.trim())).toEqual(['Español', 'Português', 'English']);
  expect(choices.map((choice) => choice.closest('label')?.querySelector('span')?.lang)).toEqual(['es', 'pt', 'en']);
  choices[1]?.click();
  one('theme-toggle')?.click();
  await settle();
  expect(document.documentElement.lang).toBe('pt');
  expect(document.body.textContent).toContain('Quem vai trabalhar?');
  await vi.waitFor(async () => expect(await api.look()).toEqual({ language: 'pt', theme: 'night' }));
  await look.start();
  expect([document.documentElement.lang, document.documentElement.dataset['theme']]).toEqual(['pt', 'night']);
});
