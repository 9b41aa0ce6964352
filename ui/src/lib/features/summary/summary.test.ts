// @vitest-environment jsdom
import { flushSync, mount, tick, unmount, type Component } from 'svelte';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { SummaryOffer } from '$lib/api';

const api = vi.hoisted(() => ({ handOn: vi.fn(), readSummary: vi.fn(), readQr: vi.fn() }));
vi.mock('$lib/api', () => ({ api, onLocked: () => () => undefined }));
vi.stubGlobal('matchMedia', () => ({ matches: false }));
const { Trouble } = await import('$lib/trouble');
const { HandOn, SummaryChoice } = await import('./summary-choice.svelte');
const { default: HandOnForm } = await import('./HandOnForm.svelte');
const { default: ReadPanel } = await import('./ReadPanel.svelte');
const { default: NotAgreed } = await import('./NotAgreed.svelte');
const { default: TurnedLines } = await import('./TurnedLines.svelte');

const OFFER: SummaryOffer = {
  items: [
    { item: 'name', title: 'Nombre', values: ['Rosa Mamani'] },
    { item: 'language', title: 'Idioma', values: ['Quechua'] },
    { item: 'pregnancy', title: 'Embarazo', values: ['23 semanas'] },
    { item: 'follow_up', title: 'Próximo seguimiento', values: ['3 de diciembre de 2026'] }
  ],
  first: ['language', 'follow_up'],
  agreed: true,
  teams: [{ code: '040402', label: 'Turco, Oruro', common: false }]
};
const one = <T extends HTMLElement>(id: string) => document.querySelector<T>(`[data-testid="${id}"]`);
let open: Record<string, unknown> | undefined;

beforeEach(() => {
  vi.resetAllMocks();
  HTMLDialogElement.prototype.showModal = vi.fn();
});

afterEach(async () => {
  if (open) await unmount(open);
  open = undefined;
  document.body.replaceChildren();
});

async function show(screen: unknown, props: Record<string, unknown> = {}): Promise<void> {
  open = mount(screen as Component, { target: document.body, props });
  flushSync();
  await tick();
}

it('only what the shell proposes is chosen first, and what is chosen goes in the order of the paper', () => {
  const choice = new SummaryChoice(OFFER);
  expect(choice.items).toEqual(['language', 'follow_up']);
  choice.set('name', true);
  expect(choice.items).toEqual(['name', 'language', 'follow_up']);
  choice.set('language', false);
  expect(choice.lines.map(({ title }) => title)).toEqual(['Nombre', 'Próximo seguimiento']);
});

it('an offer in the words of another language keeps what was chosen, and chooses nothing else', () => {
  expect(new SummaryChoice(OFFER, ['pregnancy']).items).toEqual(['pregnancy']);
  expect(new SummaryChoice(OFFER, []).items).toEqual([]);
});

async function handing(): Promise<{ handOn: InstanceType<typeof HandOn>; done: ReturnType<typeof vi.fn> }> {
  const handOn = new HandOn('p1', new SummaryChoice(OFFER));
  const done = vi.fn();
  await show(HandOnForm, { handOn, show: () => undefined, done, cancel: () => undefined });
  return { handOn, done };
}

it('nobody is handed on without a team that a person chose, not even where there is one only', async () => {
  const { done } = await handing();
  one('hand-on-send')?.click();
  await vi.waitFor(() => expect(document.body.textContent).toContain('Elija qué dupla la recibe'));
  expect(document.activeElement).toBe(one('hand-on-team'));
  expect(api.handOn).not.toHaveBeenCalled();
  expect(done).not.toHaveBeenCalled();
});

it('who will read it is said before it is handed on, with what is chosen and nothing else', async () => {
  const { handOn, done } = await handing();
  handOn.team = '040402';
  flushSync();
  expect(one('hand-on-readers')?.textContent).toContain('Solo lo leerá la dupla de Turco, Oruro');
  one('summary-item-pregnancy')?.click();
  one('summary-item-language')?.click();
  api.handOn.mockResolvedValue({ id: 'p1', warnings: [] });
  one('hand-on-send')?.click();
  await vi.waitFor(() => expect(done).toHaveBeenCalledWith('Turco, Oruro'));
  expect(api.handOn).toHaveBeenCalledExactlyOnceWith('p1', '040402', ['pregnancy', 'follow_up']);
});

it('nothing chosen is not handed on', async () => {
  const { handOn } = await handing();
  handOn.team = '040402';
  for (const item of ['language', 'follow_up']) one(`summary-item-${item}`)?.click();
  one('hand-on-send')?.click();
  await vi.waitFor(() => expect(one('summary-nothing')).not.toBeNull());
  expect(api.handOn).not.toHaveBeenCalled();
});

it('what was refused meanwhile stays on the screen and is said', async () => {
  const { handOn, done } = await handing();
  handOn.team = '040402';
  api.handOn.mockRejectedValue(new Trouble('POSTA-B1', [{ field: 'choice', code: 'sharing_not_agreed', severity: 'error' }]));
  one('hand-on-send')?.click();
  await vi.waitFor(() => expect(one('hand-on-error')?.textContent).toContain('Falta el permiso'));
  expect(one('hand-on-error')?.textContent).not.toContain('carta');
  expect(done).not.toHaveBeenCalled();
});

it('without permission it says so and what can be done, and asks again only where that can be done', async () => {
  const ask = vi.fn();
  await show(NotAgreed, { person: 'p1', ask });
  expect(one('summary-not-agreed')?.textContent).toContain('nada sale de este equipo');
  one('summary-ask')?.click();
  expect(ask).toHaveBeenCalledOnce();
  if (open) await unmount(open);
  await show(NotAgreed, { person: 'p1' });
  expect(one('summary-ask')).toBeNull();
  expect(one('summary-see-person')?.getAttribute('href')).toBe('/person/p1');
});

it('the person reads the chosen words and nothing else, from the other side of the table too', async () => {
  const leave = vi.fn();
  const from = document.body.appendChild(document.createElement('button'));
  from.focus();
  await show(TurnedLines, { lines: new SummaryChoice(OFFER).lines, leave });
  expect([...document.querySelectorAll('dt, dd')].map((line) => line.textContent)).toEqual(['Idioma', 'Quechua', 'Próximo seguimiento', '3 de diciembre de 2026']);
  one('summary-turned-rotate')?.click();
  flushSync();
  expect(one('summary-turned')?.className).toContain('around');
  expect(document.activeElement).toBe(one('summary-turned-leave'));
  one('summary-turned-leave')?.click();
  expect(leave).toHaveBeenCalledOnce();
  if (open) await unmount(open);
  open = undefined;
  expect(document.activeElement).toBe(from);
});

async function reading(text: string): Promise<void> {
  await show(ReadPanel);
  const code = one<HTMLTextAreaElement>('summary-code');
  if (!code) return;
  code.value = text;
  code.dispatchEvent(new Event('input', { bubbles: true }));
  flushSync();
  one('summary-send')?.click();
}

it.each([
  ['verified', 'ok', 'Es auténtico'],
  ['other_department', 'warn', 'otro departamento'],
  ['unknown_device', 'warn', 'sincronice'],
  ['ended', 'warn', 'pregunte a la persona'],
  ['of a later version', 'warn', 'No se pudo comprobar']
])('a summary that is %s says so before what it says', async (standing, tone, said) => {
  api.readSummary.mockResolvedValue({ standing, on: '2026-11-20', lines: OFFER.items.slice(1) });
  await reading(' RESUMEN:ABC ');
  await vi.waitFor(() => expect(one('summary-standing')?.textContent).toContain(said));
  expect(api.readSummary).toHaveBeenCalledWith('RESUMEN:ABC');
  expect(one('summary-standing')?.className).toContain(tone);
  expect(one('summary-lines')?.textContent).toContain('23 semanas');
  expect(one('summary-read')?.textContent).toContain('20 nov');
  await vi.waitFor(() => expect(document.activeElement).toBe(one('summary-another')));
});

it.each([
  ['POSTA-Q4', 'se leyó mal'],
  ['POSTA-Q5', 'fue alterado'],
  ['POSTA-Q6', 'Actualice']
])('%s is said, with nothing of the summary, and what was typed stays', async (code, said) => {
  api.readSummary.mockRejectedValue(new Trouble(code));
  await reading('RESUMEN:ABC');
  await vi.waitFor(() => expect(one('summary-error')?.textContent).toContain(said));
  expect(one('summary-lines')).toBeNull();
  expect(one<HTMLTextAreaElement>('summary-code')?.value).toBe('RESUMEN:ABC');
});

it('reading another leaves nothing of the first on the screen', async () => {
  api.readSummary.mockResolvedValue({ standing: 'verified', on: '2026-11-20', lines: OFFER.items });
  await reading('RESUMEN:ABC');
  await vi.waitFor(() => expect(one('summary-another')).not.toBeNull());
  one('summary-another')?.click();
  await vi.waitFor(() => expect(document.activeElement).toBe(one('summary-code')));
  expect(document.body.textContent).not.toContain('Rosa Mamani');
  expect(one<HTMLTextAreaElement>('summary-code')?.value).toBe('');
});
