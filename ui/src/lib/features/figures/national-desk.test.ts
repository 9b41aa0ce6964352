import { beforeEach, expect, it, vi } from 'vitest';
import type { NationalView } from '$lib/api';

const api = vi.hoisted(() => ({ nationalFigures: vi.fn() }));
vi.mock('$lib/api', () => ({ api }));
const { NationalDesk } = await import('./national-desk.svelte');
const { Trouble } = await import('$lib/trouble');

const MONTHS = ['2026-10-01', '2026-09-01', '2026-08-01'];
/** Of a month, with those departments. */
const view = (month: string, here = ['02', '04']): NationalView => ({
  month: month || (MONTHS[0] ?? ''),
  months: MONTHS,
  below: 10,
  departments: ['02', '04', '08'].map((code) => ({ code, name: code, own: code === '04', made_on: here.includes(code) ? '2026-11-03' : '', people: { n: 12, hidden: '' }, enrolled: { n: 12, hidden: '' }, attended: { n: 12, hidden: '' } })),
  figures: []
});

beforeEach(() => {
  vi.resetAllMocks();
  api.nationalFigures.mockImplementation((month: string) => Promise.resolve(view(month)));
});

it('begins with the last month that is over, and knows who was there in the one before', async () => {
  const desk = new NationalDesk();
  await desk.again();
  expect(api.nationalFigures.mock.calls).toEqual([['', 'es'], ['2026-09-01', 'es']]);
  expect([desk.month, desk.comparable]).toEqual(['2026-10-01', true]);
});

it('goes to the month before and after, and not beyond those there are', async () => {
  const desk = new NationalDesk();
  await desk.again();
  expect(desk.beside(1)).toBeUndefined();
  await desk.step(-1);
  expect(desk.month).toBe('2026-09-01');
  await desk.step(-1);
  expect([desk.month, desk.beside(-1)]).toEqual(['2026-08-01', undefined]);
  const asked = api.nationalFigures.mock.calls.length;
  await desk.step(-1);
  expect(api.nationalFigures.mock.calls.length).toBe(asked);
  await desk.step(1);
  expect(desk.month).toBe('2026-09-01');
});

it('steps that are quicker than answers are all counted, and only the last month shows', async () => {
  const desk = new NationalDesk();
  await desk.again();
  void desk.step(-1);
  await desk.step(-1);
  expect([desk.month, desk.view?.month]).toEqual(['2026-08-01', '2026-08-01']);
});

it('months of other departments are not compared, whichever of the two lacks one', async () => {
  api.nationalFigures.mockImplementation((month: string) => Promise.resolve(view(month, month === '2026-09-01' ? ['02', '04'] : ['04', '08'])));
  const desk = new NationalDesk();
  await desk.again();
  expect([desk.comparable, desk.lacking.now.map(({ code }) => code), desk.lacking.before.map(({ code }) => code)]).toEqual([false, ['02'], ['08']]);
});

it('a failure keeps what shows, says why, and ends by trying again', async () => {
  const desk = new NationalDesk();
  await desk.again();
  api.nationalFigures.mockRejectedValueOnce(new Trouble('POSTA-D2'));
  await desk.step(-1);
  expect([desk.view?.month, desk.trouble?.code, desk.busy]).toEqual(['2026-10-01', 'POSTA-D2', false]);
  await desk.again();
  expect([desk.view?.month, desk.trouble]).toEqual(['2026-09-01', undefined]);
});

it('what comes after the screen is gone is not taken', async () => {
  const desk = new NationalDesk();
  const going = desk.again();
  desk.close();
  await going;
  expect(desk.view).toBeUndefined();
});
