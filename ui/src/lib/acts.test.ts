import { expect, it, vi } from 'vitest';

const commands = vi.hoisted(() => ({ findPeople: vi.fn() }));
vi.mock('./bindings', () => ({ commands }));

const { onActed } = await import('./acts');
const { api } = await import('./api');

it('what was answered is told by its name only, and what was refused is not', async () => {
  const listen = vi.fn();
  const stop = onActed(listen);
  commands.findPeople.mockResolvedValueOnce({ status: 'ok', data: [] });
  await api.findPeople('Teodora Huanca', 8);
  expect(listen.mock.calls).toEqual([['findPeople']]);
  commands.findPeople.mockResolvedValueOnce({ status: 'error', error: { code: 'POSTA-D2', fields: [], seconds: 0 } });
  await expect(api.findPeople('Teodora', 8)).rejects.toThrow('POSTA-D2');
  stop();
  commands.findPeople.mockResolvedValueOnce({ status: 'ok', data: [] });
  await api.findPeople('Teodora', 8);
  expect(listen).toHaveBeenCalledOnce();
});
