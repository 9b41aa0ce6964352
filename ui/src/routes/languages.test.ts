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

/** Every text that the shell's stand-in answered, as it may show. */
const answered = new Set<string>();
function keep(value: unknown): void {
  if (typeof value === 'string' && /[\sA-ZÁÉÍÓÚÑ]/.test(value) && value.length > 3) for (const one of [value, ...value.split(/: |\n/)]) answered.add(one).add(one.toLowerCase());
  else if (typeof value === 'object' && value !== null) Object.values(value).forEach(keep);
}
/** As they are, with what they answered heard. */
function hear<Commands extends object>(commands: Commands): Commands {
  const heard = Object.entries(commands).map(([name, command]) => [
    name,
    async (...asked: unknown[]) => {
      const answer = await (command as (...asked: unknown[]) => Promise<unknown>)(...asked);
      keep(answer);
      return answer;
    }
  ]);
  return Object.fromEntries(heard) as Commands;
}
vi.mock('$lib/mock', async (original) => ({ mock: hear((await original<typeof import('$lib/mock')>()).mock) }));

const { api } = await import('$lib/api');
const { look } = await import('$lib/look.svelte');
const { speak } = await import('$lib/messages');
const { session } = await import('$lib/session.svelte');
const { default: Layout } = await import('./+layout.svelte');

/** Words that a Spanish sentence can hardly do without. */
const SPANISH = {
  pt: /[¿¡«»]|(?<![\p{L}-])(el|los|las|del|al|y|con|sin|una|un|hay|usted|su|lo|muy|aquí|todavía|equipo|puesto|contraseña|hoy|ayer)(?!\p{L})/giu,
  en: /[¿¡«»]|(?<!\p{L})(el|la|los|las|del|de|y|con|sin|una|un|hay|usted|su|para|por|que|se|en|hoy|ayer|equipo|puesto|datos|nombre|año|años)(?!\p{L})/giu
};

/** Of an office of Bolivia, as it is called there. */
const NAME = /Defensoría de la Niñez y Adolescencia/g;

let open: Record<string, unknown> | undefined;

beforeAll(() => {
  globalThis.ResizeObserver = class {
    observe = () => undefined;
    unobserve = () => undefined;
    disconnect = () => undefined;
  };
  Element.prototype.scrollTo = () => undefined;
  vi.stubGlobal('scrollTo', () => undefined);
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

/** All that is read or heard of a screen. */
function said(): string[] {
  const text: string[] = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) if (!walker.currentNode.parentElement?.closest('style, script, body [lang]')) text.push(walker.currentNode.textContent ?? '');
  for (const element of document.querySelectorAll('*')) for (const name of ['aria-label', 'placeholder', 'title', 'alt']) text.push(element.getAttribute(name) ?? '');
  return text.map((one) => one.trim()).filter(Boolean);
}

/** The lines in which something Spanish is left that no answer of the shell brought: names, notes and the pack's words are its own. */
function leftOver(language: 'pt' | 'en'): string[] {
  const brought = [...answered].sort((one, other) => other.length - one.length).map((one) => new RegExp(`(?<!\\p{L})${one.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}(?!\\p{L})`, 'gu'));
  /** A name of theirs that a chart had no room for. */
  const isCut = (line: string) => line.endsWith('…') && [...answered].some((one) => one.startsWith(line.slice(0, -1)));
  return said().filter((line) => !isCut(line) && brought.reduce((rest, one) => rest.replace(one, '·'), line.replace(NAME, '·')).match(SPANISH[language]));
}

const one = (testid: string) => document.querySelector<HTMLElement>(`[data-testid="${testid}"]`);

async function settle(pause = 80): Promise<void> {
  flushSync();
  await tick();
  await new Promise((resolve) => setTimeout(resolve, pause));
  flushSync();
}

const rich = async () => ({ id: (await api.findPeople('Yuleisy', 1))[0]?.id ?? '' });
const attention = async () => ({ id: (await api.person((await rich()).id)).timeline.find((one) => one.kind === 'consultation' && !one.restricted)?.id ?? '' });
const nobody = async () => ({ id: (await api.unlinkedConsultations())[0]?.id ?? '' });
const referral = async () => ({ id: (await api.referrals(false)).find((one) => one.contradicted)?.id ?? '' });
/** Heard once by itself: of what is asked beside something else not every answer is. */
const offered = async () => {
  const one = await rich();
  await api.summaryOffer(one.id);
  return one;
};
/** The same of Inicio, which asks for the first day beside it. */
const home = async () => {
  await api.profile();
  await api.home();
  return {};
};
/** The same of the sticks that are plugged in. */
const sticks = async () => {
  await api.profile();
  await api.carryView();
  return {};
};
const training = async () => ({ id: (await api.trainings()).find((one) => one.entries > 0)?.training.id ?? '' });
const plan = async () => ({ id: (await api.plans()).plans[0]?.plan.id ?? '' });
const meeting = async () => ({ id: (await api.plans()).meetings[1]?.meeting.id ?? '' });
const SCREENS: [name: string, role: string, screen: () => Promise<{ default: unknown }>, params?: () => Promise<Record<string, string>>][] = [
  ['Inicio', 'care', () => import('./+page.svelte'), home],
  ['the person', 'care', () => import('./person/[id]/+page.svelte'), rich],
  ['registering', 'registrar', () => import('./person/register/+page.svelte')],
  ['editing', 'registrar', () => import('./person/[id]/edit/+page.svelte'), rich],
  ['attending', 'care', () => import('./person/[id]/attend/+page.svelte'), rich],
  ['whom to attend', 'care', () => import('./attend/+page.svelte')],
  ['somebody without identity', 'care', () => import('./attend/unidentified/+page.svelte')],
  ['an attention', 'care', () => import('./consultation/[id]/+page.svelte'), attention],
  ['an attention of who has no identity', 'care', () => import('./consultation/[id]/+page.svelte'), nobody],
  ['referring who has no identity', 'care', () => import('./consultation/[id]/refer/+page.svelte'), nobody],
  ['the agenda', 'care', () => import('./agenda/+page.svelte')],
  ['referrals', 'care', () => import('./referrals/+page.svelte')],
  ['a referral', 'care', () => import('./referrals/[id]/+page.svelte'), referral],
  ['an answer by code', 'registrar', () => import('./referrals/+page.svelte')],
  ['the directory', 'registrar', () => import('./directory/+page.svelte')],
  ['the directory of a supervisor', 'supervisor', () => import('./directory/+page.svelte')],
  ['notices', 'care', () => import('./notices/+page.svelte')],
  ['a summary to take along', 'care', () => import('./person/[id]/summary/+page.svelte'), offered],
  ['handing on', 'care', () => import('./person/[id]/hand-on/+page.svelte'), offered],
  ['a summary that is read', 'care', () => import('./summary/+page.svelte')],
  ['the exchange', 'registrar', () => import('./sync/+page.svelte')],
  ['Inicio of a supervisor', 'supervisor', () => import('./+page.svelte'), home],
  ['the register', 'supervisor', () => import('./register/+page.svelte')],
  ['the team', 'supervisor', () => import('./team/+page.svelte')],
  ['a forgotten password', 'supervisor', () => import('./team/recovery/+page.svelte')],
  ['the audit', 'supervisor', () => import('./audit/+page.svelte')],
  ['erasures', 'supervisor', () => import('./erasures/+page.svelte')],
  ['another device', 'registrar', () => import('./attach-device/+page.svelte')],
  ['rights', 'registrar', () => import('./rights/+page.svelte')],
  ['the slip', 'registrar', () => import('./person/[id]/slip/+page.svelte'), rich],
  ['a complaint', 'registrar', () => import('./complaint/+page.svelte')],
  ['complaints', 'supervisor', () => import('./complaints/+page.svelte')],
  ['figures', 'supervisor', () => import('./figures/+page.svelte')],
  ['the monthly report', 'supervisor', () => import('./figures/report/+page.svelte')],
  ['departments together', 'supervisor', () => import('./figures/national/+page.svelte')],
  ['exports', 'supervisor', () => import('./exports/+page.svelte'), sticks],
  ['the agenda of a supervisor', 'supervisor', () => import('./agenda/+page.svelte')],
  ['trainings', 'supervisor', () => import('./trainings/+page.svelte')],
  ['a training', 'supervisor', () => import('./trainings/[id]/+page.svelte'), training],
  ['a new training', 'supervisor', () => import('./trainings/new/+page.svelte')],
  ['the report of trainings', 'supervisor', () => import('./trainings/report/+page.svelte')],
  ['plans and allies', 'supervisor', () => import('./plans/+page.svelte')],
  ['a plan', 'supervisor', () => import('./plans/[id]/+page.svelte'), plan],
  ['what is known of a plan', 'supervisor', () => import('./plans/[id]/edit/+page.svelte'), plan],
  ['a meeting', 'supervisor', () => import('./plans/meeting/[id]/+page.svelte'), meeting],
  ['the library', 'supervisor', () => import('./shelf/+page.svelte')],
  ['a text of the library', 'registrar', () => import('./shelf/[id]/+page.svelte'), () => Promise.resolve({ id: 'pack:item-1' })],
  ['a poster', 'care', () => import('./shelf/[id]/+page.svelte'), () => Promise.resolve({ id: 'pack:item-32' })],
  ['new material of the library', 'supervisor', () => import('./shelf/new/+page.svelte')],
  ['a table of people', 'registrar', () => import('./exports/table/+page.svelte'), sticks],
  ['what is known of a meeting', 'supervisor', () => import('./plans/meeting/[id]/edit/+page.svelte'), meeting]
];

for (const language of ['pt', 'en'] as const) {
  it.each(SCREENS)(`%s leaves nothing Spanish in ${language}`, async (_, role, screen, params) => {
    speak(language);
    await enter(role);
    await show(screen, await params?.());
    expect(said().length).toBeGreaterThan(3);
    expect(said().join()).not.toMatch(/POSTA-(B2|P1|X1)/);
    expect(leftOver(language)).toEqual([]);
  });

  it(`every step of registering leaves nothing Spanish in ${language}`, async () => {
    speak(language);
    await enter('registrar');
    await show(() => import('./person/register/+page.svelte'));
    const birth = one('field-birth') as HTMLInputElement;
    birth.value = '2020';
    birth.dispatchEvent(new Event('input', { bubbles: true }));
    for (let step = 1; step < 5; step += 1) {
      one('next-step')?.click();
      await settle(400);
      expect(leftOver(language)).toEqual([]);
    }
    expect(one('save-registration')).not.toBeNull();
  });

  it(`an attention with a referral and every part open leaves nothing Spanish in ${language}`, async () => {
    speak(language);
    await enter('care');
    await show(() => import('./person/[id]/attend/+page.svelte'), await rich());
    for (const id of ['field-needs-salud', 'need-refer-salud', 'need-more-salud', 'field-alerts-embarazo', 'alert-guide-atencion_confidencial', 'open-health', 'field-pregnancy-yes', 'open-social']) {
      one(id)?.click();
      await settle(20);
    }
    expect(['referral-fields', 'alert-step', 'alert-guide', 'field-weeks', 'field-words'].filter((id) => !one(id))).toEqual([]);
    expect(leftOver(language)).toEqual([]);
  });

  it(`instruments and their risk leave nothing Spanish in ${language} but their validated text`, async () => {
    speak(language);
    await enter('care');
    await show(() => import('./person/[id]/+page.svelte'), await rich());
    one('open-screening')?.click();
    await vi.waitFor(() => expect(one('screening-chart')).not.toBeNull());
    one('screening-table')?.click();
    one('start-asq')?.click();
    await vi.waitFor(() => expect(one('screening-question')).not.toBeNull());
    document.querySelector<HTMLElement>('[data-testid="screening-option"][data-code="refused"]')?.click();
    await vi.waitFor(() => expect(one('risk-steps')).not.toBeNull());
    await settle();
    expect(leftOver(language)).toEqual([]);
  });

  it(`the locked screen leaves nothing Spanish in ${language}`, async () => {
    speak(language);
    await session.profile.again();
    await show(() => import('$lib/features/session/LockedScreen.svelte'));
    expect(said().join()).toContain('Ana Quispe');
    expect(leftOver(language)).toEqual([]);
  });
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
