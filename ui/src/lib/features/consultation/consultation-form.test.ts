import { beforeEach, expect, it, vi } from 'vitest';

const api = vi.hoisted(() => ({ recordConsultation: vi.fn(), saveDraft: vi.fn() }));
vi.mock('$lib/api', () => ({ api, onLocked: () => () => undefined }));

const { ConsultationForm } = await import('./consultation-form.svelte');

beforeEach(() => {
  vi.resetAllMocks();
  api.recordConsultation.mockResolvedValue({ id: 'c1', warnings: [] });
});

it('a blank consultation is not sent', async () => {
  const form = new ConsultationForm('p1');
  expect(await form.save()).toBeUndefined();
  expect(form.problems[0]?.code).toBe('consultation_blank');
  expect(api.recordConsultation).not.toHaveBeenCalled();
});

it('a reason is enough', async () => {
  const form = new ConsultationForm('p1');
  form.reason = 'otro';
  expect(await form.save()).toEqual({ id: 'c1', warnings: [] });
  expect(api.recordConsultation).toHaveBeenCalledWith({ person: 'p1', reason: 'otro', needs: [], note: '', restricted: false, draft: '' });
});

it('a draft comes back as it was', () => {
  const first = new ConsultationForm('p1');
  Object.assign(first, { reason: 'otro', needs: ['salud'], note: 'vuelve el lunes' });
  const again = new ConsultationForm('p1', { id: 'd1', form: JSON.stringify(first.kept()) });
  expect([again.reason, again.needs, again.note]).toEqual(['otro', ['salud'], 'vuelve el lunes']);
});
