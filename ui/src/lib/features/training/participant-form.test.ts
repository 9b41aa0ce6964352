// @vitest-environment jsdom
import { flushSync, mount, tick, unmount } from 'svelte';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';

const api = vi.hoisted(() => ({ saveDraft: vi.fn(), discardDraft: vi.fn() }));
const office = vi.hoisted(() => ({ saveParticipant: vi.fn() }));
vi.mock('$lib/api', () => ({ api: { ...api, ...office }, onLocked: () => () => undefined }));
vi.stubGlobal('matchMedia', () => ({ matches: false }));
const { ParticipantRow } = await import('./participant-form.svelte');
const { default: QuickRow } = await import('./ParticipantRow.svelte');

const one = <E extends HTMLElement>(id: string) => document.querySelector<E>(`[data-testid="${id}"]`);
const added = vi.fn();
let open: Record<string, unknown> | undefined;

beforeEach(() => {
  vi.resetAllMocks();
  api.saveDraft.mockResolvedValue({ id: 'd1' });
  api.discardDraft.mockResolvedValue(null);
  office.saveParticipant.mockResolvedValue({ id: 'p1', warnings: [] });
});

afterEach(async () => {
  if (open) await unmount(open);
  open = undefined;
});

function show(names: string[] = []): InstanceType<typeof ParticipantRow> {
  const row = new ParticipantRow('t1');
  open = mount(QuickRow, { target: document.body, props: { row, names, added } });
  flushSync();
  return row;
}

function type(id: string, text: string): void {
  const field = one<HTMLInputElement>(id);
  if (!field) throw new Error(id);
  field.value = text;
  field.dispatchEvent(new Event('input', { bubbles: true }));
  flushSync();
}

/** As Enter does in any of its fields. */
async function enter(): Promise<void> {
  one<HTMLFormElement>('participant-row-form')?.requestSubmit();
  await tick();
  await vi.waitFor(() => expect(one<HTMLButtonElement>('participant-add')?.disabled).toBe(false));
  flushSync();
}

it('Enter adds one and waits for the next name; role and institution stay, the sex does not', async () => {
  show();
  type('participant-name', ' Rosa Quispe ');
  one('participant-sex-woman')?.click();
  one('participant-role-health')?.click();
  type('participant-institution', 'SEDES Oruro');
  await enter();
  expect(office.saveParticipant).toHaveBeenCalledWith({ id: '', training: 't1', name: 'Rosa Quispe', sex: 'woman', role: 'health', institution: 'SEDES Oruro' }, null);
  await vi.waitFor(() => expect(one('participant-added')?.textContent).toContain('Rosa Quispe'));
  expect(document.activeElement).toBe(one('participant-name'));
  expect(one<HTMLInputElement>('participant-name')?.value).toBe('');
  type('participant-name', 'Luis');
  one('participant-sex-man')?.click();
  await enter();
  expect(office.saveParticipant).toHaveBeenLastCalledWith({ id: '', training: 't1', name: 'Luis', sex: 'man', role: 'health', institution: 'SEDES Oruro' }, null);
  expect(added).toHaveBeenCalledTimes(2);
});

it('what is missing says so and takes the focus', async () => {
  show();
  type('participant-name', 'Rosa');
  await enter();
  expect(document.activeElement).toBe(one('participant-sex-woman'));
  expect(document.body.textContent).toContain('Elija el sexo');
  expect(office.saveParticipant).not.toHaveBeenCalled();
});

it('a name that is in the list already is said, and does not hold anybody back', async () => {
  show(['Rosa Ñáñez']);
  type('participant-name', 'rosa nanez');
  expect(document.body.textContent).toContain('Ya hay alguien con ese nombre');
  one('participant-sex-woman')?.click();
  one('participant-role-community')?.click();
  await enter();
  expect(office.saveParticipant).toHaveBeenCalledOnce();
});

it('who could not be saved is still typed', async () => {
  const row = show();
  type('participant-name', 'Rosa');
  one('participant-sex-other')?.click();
  one('participant-role-administrative')?.click();
  office.saveParticipant.mockRejectedValueOnce({ code: 'POSTA-D1', fields: [] });
  await enter();
  await vi.waitFor(() => expect(one('participant-error')?.textContent).toContain('POSTA-D1'));
  expect([one<HTMLInputElement>('participant-name')?.value, row.added]).toEqual(['Rosa', '']);
});

it('a name that was not added yet is a draft of its training, and a row without a name is none', async () => {
  show();
  type('participant-name', 'Rosa');
  if (open) await unmount(open);
  await vi.waitFor(() => expect(api.saveDraft).toHaveBeenCalledOnce());
  const kept = api.saveDraft.mock.calls[0]?.[0] as { kind: string; form: string };
  expect([kept.kind, (JSON.parse(kept.form) as { of: string; title: string }).of, (JSON.parse(kept.form) as { title: string }).title]).toEqual(['participant', 't1', 'Rosa']);
  show();
  one('participant-role-health')?.click();
  flushSync();
  if (open) await unmount(open);
  open = undefined;
  expect(api.saveDraft).toHaveBeenCalledOnce();
});
