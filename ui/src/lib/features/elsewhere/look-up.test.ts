// @vitest-environment jsdom
import { flushSync, mount, tick, unmount } from 'svelte';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { ElsewhereCandidate, PersonInput } from '$lib/api';

const api = vi.hoisted(() => ({ lookUpElsewhere: vi.fn(), bringPerson: vi.fn() }));
vi.mock('$lib/api', () => ({ api, onLocked: () => () => undefined }));
const { default: LookUpDialog } = await import('./LookUpDialog.svelte');
const { LookUp } = await import('./look-up.svelte');

const INPUT: PersonInput = { given_names: 'Zulma', surname1: 'Quispe', birth: '1994', documents: [] };
const candidate = (reference: string, more: Partial<ElsewhereCandidate> = {}): ElsewhereCandidate => ({ reference, department: 'Cochabamba', initials: 'Z. Q.', birth_year: 1994, sex: 'female', post_name: 'Terminal', month: '2026-03', certain: true, reasons: ['birth_equal', 'surname_equal'], may_bring: true, ...more });
const one = (id: string) => document.querySelector<HTMLElement>(`[data-testid="${id}"]`);
const all = (id: string) => [...document.querySelectorAll<HTMLElement>(`[data-testid="${id}"]`)];
const [brought, register] = [vi.fn(), vi.fn()];
let open: Record<string, unknown> | undefined;

async function show(): Promise<void> {
  open = mount(LookUpDialog, { target: document.body, props: { input: INPUT, user: 'Beto Colque', brought, register } });
  flushSync();
  await tick();
}

beforeEach(() => vi.resetAllMocks());
afterEach(async () => {
  if (open) await unmount(open);
  open = undefined;
  document.body.replaceChildren();
});

it('what is looked for is asked as it is, and said with whose name it is noted', async () => {
  api.lookUpElsewhere.mockResolvedValue([candidate('r1')]);
  await show();
  await vi.waitFor(() => expect(one('elsewhere-found')).not.toBeNull());
  expect(api.lookUpElsewhere).toHaveBeenCalledExactlyOnceWith(INPUT);
  expect(one('elsewhere-input')?.textContent).toContain('Zulma Quispe · año 1994');
  expect(one('elsewhere-dialog')?.textContent).toContain('Beto Colque');
});

it('nobody found says so, and leads to registering here', async () => {
  api.lookUpElsewhere.mockResolvedValue([]);
  await show();
  await vi.waitFor(() => expect(one('elsewhere-none')).not.toBeNull());
  one('elsewhere-register')?.click();
  await vi.waitFor(() => expect(register).toHaveBeenCalledOnce());
  expect(brought).not.toHaveBeenCalled();
});

it('at most five are shown, with the least that decides and the reasons in words', async () => {
  api.lookUpElsewhere.mockResolvedValue([1, 2, 3, 4, 5, 6].map((number) => candidate(`r${number}`, { certain: number === 1 })));
  await show();
  await vi.waitFor(() => expect(all('elsewhere-found')).toHaveLength(5));
  const text = all('elsewhere-found')[0]?.textContent ?? '';
  for (const part of ['Z. Q.', 'nació en 1994 · mujer', 'Registro en Terminal, mar 2026', 'Cochabamba', 'Casi seguro', 'mismo nacimiento, mismo apellido']) expect(text).toContain(part);
  expect(all('elsewhere-found')[1]?.textContent).toContain('Posible');
});

it('who allowed nothing is not brought: it says so and offers to register them', async () => {
  api.lookUpElsewhere.mockResolvedValue([candidate('r1', { may_bring: false })]);
  await show();
  await vi.waitFor(() => expect(one('elsewhere-may-not')?.textContent).toContain('no permitió que Cochabamba comparta su registro'));
  expect(one('elsewhere-bring')).toBeNull();
  const look = new LookUp();
  look.choose(candidate('r1', { may_bring: false }));
  expect(await look.bring()).toBeUndefined();
  expect(api.bringPerson).not.toHaveBeenCalled();
});

it('a record is brought once it is confirmed, and leads to the person', async () => {
  api.lookUpElsewhere.mockResolvedValue([candidate('r1')]);
  api.bringPerson.mockRejectedValueOnce({ code: 'POSTA-S1', fields: [], seconds: 0 }).mockResolvedValueOnce({ id: 'p9', warnings: [] });
  await show();
  await vi.waitFor(() => one('elsewhere-bring')?.click());
  await tick();
  expect(api.bringPerson).not.toHaveBeenCalled();
  expect(one('bring-panel')?.textContent).toContain('La persona está aquí');
  one('bring-confirm')?.click();
  await vi.waitFor(() => expect(one('bring-failed')?.textContent).toContain('POSTA-S1'));
  one('bring-confirm')?.click();
  await vi.waitFor(() => expect(brought).toHaveBeenCalledExactlyOnceWith({ id: 'p9', warnings: [] }));
  expect(api.bringPerson.mock.calls).toEqual([['r1'], ['r1']]);
});

it('without a network it says so, keeps what was typed and asks the same again', async () => {
  api.lookUpElsewhere.mockRejectedValueOnce({ code: 'POSTA-S1', fields: [], seconds: 0 }).mockResolvedValueOnce([candidate('r1')]);
  await show();
  await vi.waitFor(() => expect(one('failed')?.textContent).toContain('POSTA-S1'));
  expect(one('elsewhere-kept')?.textContent).toContain('Lo que escribió sigue como estaba');
  one('retry')?.click();
  await vi.waitFor(() => expect(one('elsewhere-found')).not.toBeNull());
  expect(api.lookUpElsewhere.mock.calls).toEqual([[INPUT], [INPUT]]);
});

it('the same is not noted twice unasked, and only the answer to the last counts', async () => {
  const look = new LookUp();
  let late: (found: ElsewhereCandidate[]) => void = () => undefined;
  api.lookUpElsewhere.mockReturnValueOnce(new Promise((resolve) => (late = resolve))).mockResolvedValueOnce([candidate('r2')]);
  const first = look.look(INPUT);
  await look.look({ ...INPUT, surname1: 'Mamani' });
  late([candidate('r1')]);
  await first;
  expect(look.state).toMatchObject({ at: 'found', candidates: [{ reference: 'r2' }] });
  await look.look({ ...INPUT, surname1: 'Mamani' });
  expect(api.lookUpElsewhere).toHaveBeenCalledTimes(2);
});

const refused = (code: string) => ({ code: 'POSTA-B1', fields: [{ field: 'elsewhere', code, severity: 'error' }], seconds: 0 });

it.each([
  ['too_little', 'Escriba un nombre con el año de nacimiento'],
  ['look_up_limit', 'espere una hora']
])('what is refused as %s is not asked again, and leads to registering here', async (code, words) => {
  api.lookUpElsewhere.mockRejectedValue(refused(code));
  await show();
  await vi.waitFor(() => expect(one('elsewhere-refused')?.textContent).toContain(words));
  expect(one('retry')).toBeNull();
  one('elsewhere-register')?.click();
  await vi.waitFor(() => expect(register).toHaveBeenCalledOnce());
});

it('who allows it no longer is marked so in the list, and the focus goes to registering them here', async () => {
  api.lookUpElsewhere.mockResolvedValue([candidate('r1'), candidate('r2')]);
  api.bringPerson.mockRejectedValue(refused('not_consented'));
  await show();
  await vi.waitFor(() => expect(all('elsewhere-bring')).toHaveLength(2));
  all('elsewhere-bring')[1]?.click();
  await tick();
  one('bring-confirm')?.click();
  await vi.waitFor(() => expect(one('elsewhere-may-not')?.textContent).toContain('no permitió que Cochabamba comparta su registro'));
  expect(all('elsewhere-bring')).toHaveLength(1);
  await vi.waitFor(() => expect(document.activeElement).toBe(one('elsewhere-register')));
  expect(document.getElementById(document.activeElement?.getAttribute('aria-describedby') ?? '')?.textContent).toContain('no permitió');
});

it('back in the list the focus is where it left, and each act says of whom it is', async () => {
  api.lookUpElsewhere.mockResolvedValue([candidate('r1'), candidate('r2', { initials: 'Z. M.', birth_year: 1980 })]);
  await show();
  await vi.waitFor(() => expect(all('elsewhere-bring')).toHaveLength(2));
  expect(all('elsewhere-bring').map((act) => act.getAttribute('aria-label'))).toEqual(['Es esta persona: traer su registro: Z. Q., nació en 1994 · mujer', 'Es esta persona: traer su registro: Z. M., nació en 1980 · mujer']);
  all('elsewhere-bring')[1]?.click();
  await tick();
  one('bring-back')?.click();
  await vi.waitFor(() => expect(document.activeElement).toBe(all('elsewhere-bring')[1]));
});
