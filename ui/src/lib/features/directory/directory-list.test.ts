import { beforeEach, expect, it, vi } from 'vitest';
import type { ServiceCard } from '$lib/api';

const api = vi.hoisted(() => ({ services: vi.fn(), verifyService: vi.fn(), saveService: vi.fn() }));
vi.mock('$lib/api', () => ({ api, onLocked: () => () => undefined }));

const { DirectoryList } = await import('./directory-list.svelte');
const { ServiceForm } = await import('./service-form.svelte');
const card = (id: string, name: string, kinds: string[], here: boolean): ServiceCard => ({ service: { id, name, kinds, offers: '' }, place_name: 'Sabaya, Oruro', verified_on: '', verified_by: '', stale: false, here, referrals: 0 });

beforeEach(() => {
  vi.resetAllMocks();
  api.services.mockResolvedValue([card('1', 'Posta de salud Ñuñuma', ['salud'], true), card('2', 'Albergue', ['albergue'], false)]);
});

it('finds by words, kind and whether it attends here', async () => {
  const list = new DirectoryList();
  await list.read.again();
  const found = (more: Partial<InstanceType<typeof DirectoryList>>) => {
    Object.assign(list, { typed: '', kind: '', onlyHere: false }, more);
    return list.found.map(({ service }) => service.id).join();
  };
  expect([found({}), found({ typed: 'nunuma salud' }), found({ kind: 'albergue' }), found({ onlyHere: true }), found({ typed: 'oruro', kind: 'salud' })]).toEqual(['1,2', '1', '2', '1', '1']);
});

it('an entry is kept without the spaces around its words, with all that it had', async () => {
  api.saveService.mockResolvedValue({ id: '1', warnings: [] });
  const form = new ServiceForm({ id: '1', name: ' Posta ', kinds: ['salud'], place: '040901', coverage: ['04'], closed: true });
  expect(await form.save()).toBe(true);
  expect(api.saveService).toHaveBeenCalledWith({ id: '1', name: 'Posta', kinds: ['salud'], offers: '', attends: '', hours: '', contact: '', address: '', place: '040901', coverage: ['04'], closed: true });
});
