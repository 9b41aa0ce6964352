// @vitest-environment jsdom
// What leaves: counted first, never without saying what for, and told where it went.
import { flushSync, mount, tick, unmount, type Component } from 'svelte';
import { afterEach, beforeAll, beforeEach, expect, it, vi } from 'vitest';

const api = vi.hoisted(() => ({ exportPreview: vi.fn(), exportRun: vi.fn(), exportProgress: vi.fn(), carryView: vi.fn() }));
vi.mock('$app/navigation', () => ({ goto: vi.fn(), beforeNavigate: vi.fn(), afterNavigate: vi.fn() }));
vi.mock('$lib/api', () => ({ api, onLocked: () => () => undefined }));
vi.stubGlobal('matchMedia', () => ({ matches: false }));
const { session } = await import('$lib/session.svelte');
const { Trouble } = await import('$lib/trouble');
const { default: ExportsScreen } = await import('./exports/+page.svelte');

const preview = { people: 1204, not_asked: 30, opposed: 7, figures: 0, columns: ['Nombres', 'Primer apellido', 'Sexo', 'Puesto'] };
const one = (id: string) => document.querySelector<HTMLElement>(`[data-testid="${id}"]`);
const button = () => one('export-go') as HTMLButtonElement;
let open: Record<string, unknown> | undefined;

beforeAll(() => {
  globalThis.ResizeObserver = class {
    observe = () => undefined;
    unobserve = () => undefined;
    disconnect = () => undefined;
  };
});

beforeEach(() => {
  vi.resetAllMocks();
  api.carryView.mockResolvedValue({ waiting: 0, places: [{ folder: '/media/A', name: 'PISIGA', files: [] }], peers: [] });
  api.exportPreview.mockResolvedValue(preview);
  api.exportProgress.mockResolvedValue({ done: 400, of: 1204 });
  api.exportRun.mockResolvedValue({ path: '/media/A/posta-2026-10.xlsx', bytes: 412_000, people: 1204 });
  session.open = { view: { can_supervise: true } as never, catalogue: { posts: [{ code: 'pisiga', label: 'Pisiga', common: true }] } as never };
});

afterEach(async () => {
  if (open) await unmount(open);
  open = undefined;
  session.open = undefined;
  document.body.replaceChildren();
});

async function show(ready = 'export-leaves'): Promise<void> {
  open = mount(ExportsScreen as Component, { target: document.body });
  await vi.waitFor(() => expect(one(ready)).not.toBeNull());
  flushSync();
}

async function press(id: string): Promise<void> {
  one(id)?.click();
  flushSync();
  await tick();
}

function type(id: string, typed: string): void {
  const field = one(id) as HTMLInputElement;
  field.value = typed;
  field.dispatchEvent(new Event('input', { bubbles: true }));
  flushSync();
}

it('who would leave and who would not is told before, with the columns', async () => {
  await show();
  expect(one('export-leaves')?.textContent).toBe('Saldrán 1.204 personas');
  expect(one('export-left-out')?.textContent.trim()).toBe('7 no: no lo permitieron');
  expect(one('export-not-asked')?.textContent.trim()).toBe('30 no: nadie les preguntó si su expediente puede compartirse');
  await press('export-columns');
  expect([...document.querySelectorAll('[data-testid="export-preview"] li')].map((item) => item.textContent)).toEqual(preview.columns);
  expect(document.body.textContent).toContain('NO va cifrado');
});

it('what it is for is asked under its field, which takes the focus, and nothing leaves meanwhile', async () => {
  await show();
  await press('export-go');
  await vi.waitFor(() => expect(document.activeElement).toBe(one('export-purpose')));
  expect([one('export-purpose')?.getAttribute('aria-invalid'), api.exportRun.mock.calls.length]).toEqual(['true', 0]);
  expect(document.body.textContent).toContain('Escriba para qué sale');
});

it('it is written to the stick, shows how far it is, and says where it went', async () => {
  let end: (done: unknown) => void = () => undefined;
  api.exportRun.mockImplementation(() => new Promise((resolve) => (end = resolve)));
  await show();
  type('export-purpose', 'Informe al SEDES');
  await press('export-go');
  await vi.waitFor(() => expect(one('export-done-of')?.textContent).toBe('400 de 1.204'));
  expect(document.querySelector('[role="progressbar"]')?.getAttribute('aria-valuetext')).toBe('400 de 1.204');
  expect(button().disabled).toBe(true);
  end({ path: '/media/A/posta-2026-10.xlsx', bytes: 412_000, people: 1204 });
  await vi.waitFor(() => expect(one('export-done')).not.toBeNull());
  const said = one('export-done')?.textContent ?? '';
  for (const part of ['Archivo guardado en PISIGA', 'posta-2026-10.xlsx', '/media/A', '412,0 kB', '1.204 personas', 'auditoría', 'NO va cifrado']) expect(said).toContain(part);
  expect(api.exportRun).toHaveBeenCalledExactlyOnceWith(expect.objectContaining({ format: 'xlsx', post: '', purpose: 'Informe al SEDES' }), '/media/A');
});

it('figures leave without people: their number is told, whole months only, and no warning of a secret', async () => {
  await show();
  api.exportPreview.mockResolvedValue({ people: 0, not_asked: 0, opposed: 0, figures: 361, columns: ['registered'] });
  await press('export-format-dhis2');
  await vi.waitFor(() => expect(one('export-leaves')?.textContent).toBe('Saldrán 361 cifras'));
  expect([one('export-period-week'), document.body.textContent.includes('NO va cifrado'), document.body.textContent.includes('Sin nombres ni fechas')]).toEqual([null, false, true]);
});

it('figures for the national level say what they count in words, of no post, and whom to hand them to', async () => {
  await show();
  api.exportPreview.mockResolvedValue({ ...preview, people: 0, not_asked: 0, opposed: 0, figures: 361, columns: ['follow_ups', 'people', 'a word of a later version'] });
  await press('export-format-national');
  await vi.waitFor(() => expect(one('export-leaves')?.textContent).toBe('Saldrán 361 cifras'));
  expect(['export-post', 'export-period-week', 'export-period-month'].filter((id) => one(id))).toEqual([]);
  expect(document.body.textContent).toContain('solo los meses que caben enteros');
  await press('export-columns');
  expect([...document.querySelectorAll('[data-testid="export-preview"] li')].map((item) => item.textContent)).toEqual(['Seguimientos', 'Personas registradas', 'a word of a later version']);
  type('export-purpose', 'Informe nacional');
  api.exportRun.mockResolvedValue({ path: '/media/A/x.posta-figures.json', bytes: 9000, people: 0 });
  await press('export-go');
  await vi.waitFor(() => expect(one('export-hand-on')?.textContent).toContain('no va firmado'));
  expect(api.exportRun.mock.calls[0]?.[0]).toMatchObject({ format: 'national', post: '' });
  expect(one('export-done')?.textContent).not.toContain('NO va cifrado');
});

it('with nobody to export there is nothing to press', async () => {
  api.exportPreview.mockResolvedValue({ ...preview, people: 0, not_asked: 0, opposed: 0 });
  await show();
  expect([one('export-leaves')?.textContent, button().disabled]).toEqual(['No saldría nada', true]);
});

it('a count that fails says why; a stick that is full does, and what was written stays', async () => {
  api.exportPreview.mockRejectedValueOnce(new Trouble('POSTA-D2'));
  await show('export-count-failed');
  expect([one('export-count-failed')?.textContent.includes('POSTA-D2'), button().disabled]).toEqual([true, true]);
  await press('export-period-month');
  await vi.waitFor(() => expect(button().disabled).toBe(false));
  api.exportRun.mockRejectedValue(new Trouble('POSTA-U4'));
  type('export-purpose', 'Informe al SEDES');
  await press('export-go');
  await vi.waitFor(() => expect(one('export-failed')?.textContent).toContain('POSTA-U4'));
  expect((one('export-purpose') as HTMLInputElement).value).toBe('Informe al SEDES');
});

it('without a stick there is a folder to type, also when sticks cannot be read', async () => {
  api.carryView.mockRejectedValue(new Trouble('POSTA-X1'));
  await show();
  expect([one('export-no-stick') !== null, one('export-folder') !== null]).toEqual([true, true]);
  type('export-purpose', 'Informe');
  await press('export-go');
  await vi.waitFor(() => expect(document.activeElement).toBe(one('export-folder')));
  type('export-folder', '/srv/salida');
  await press('export-go');
  await vi.waitFor(() => expect(one('export-done')?.textContent).toContain('/srv/salida'));
});

it('whoever does not supervise counts nothing', async () => {
  session.open = { view: { can_supervise: false } as never, catalogue: { posts: [] } as never };
  await show('failed');
  expect([api.exportPreview.mock.calls.length, one('export-panel')]).toEqual([0, null]);
});
