import { beforeEach, expect, it, vi } from 'vitest';

const api = vi.hoisted(() => ({ figures: vi.fn(), figureCampaigns: vi.fn() }));
vi.mock('$lib/api', () => ({ api }));
const { FiguresDesk } = await import('./figures-desk.svelte');
const { PeriodChoice } = await import('$lib/period-choice.svelte');
const { Trouble } = await import('$lib/trouble');

beforeEach(() => {
  vi.resetAllMocks();
  api.figureCampaigns.mockResolvedValue([]);
  api.figures.mockImplementation((asked: object) => Promise.resolve({ asked }));
});

it('asks for the days, the post and the language', async () => {
  const desk = new FiguresDesk(new PeriodChoice('free'));
  desk.period.from = '1/10/2026';
  desk.period.to = '31/10/2026';
  desk.only('pisiga');
  await vi.waitFor(() => expect(desk.view).toBeDefined());
  expect(api.figures).toHaveBeenCalledExactlyOnceWith({ from: '2026-10-01', to: '2026-10-31', post: 'pisiga', language: 'es' });
});

it('while typed days are none nothing is asked and what shows stays', async () => {
  const desk = new FiguresDesk();
  await desk.begin();
  const before = desk.view;
  desk.period.kind = 'free';
  desk.period.from = '99';
  await desk.again();
  expect([api.figures.mock.calls.length, desk.view]).toEqual([1, before]);
});

it('an answer that comes late does not cover a later one', async () => {
  const answers: ((value: unknown) => void)[] = [];
  api.figures.mockImplementation(() => new Promise((resolve) => answers.push(resolve)));
  const desk = new FiguresDesk();
  void desk.again();
  void desk.again();
  answers[1]?.({ post: 'late' });
  await vi.waitFor(() => expect(desk.view).toEqual({ post: 'late' }));
  answers[0]?.({ post: 'early' });
  await Promise.resolve();
  expect([desk.view, desk.busy]).toEqual([{ post: 'late' }, false]);
});

it('a failure keeps what shows and says why; without campaigns the rest goes on', async () => {
  api.figureCampaigns.mockRejectedValue(new Trouble('POSTA-X1'));
  const desk = new FiguresDesk();
  await desk.begin();
  expect([desk.view !== undefined, desk.campaigns]).toEqual([true, []]);
  api.figures.mockRejectedValue(new Trouble('POSTA-D2'));
  await desk.again();
  expect([desk.view !== undefined, desk.trouble?.code]).toEqual([true, 'POSTA-D2']);
});
