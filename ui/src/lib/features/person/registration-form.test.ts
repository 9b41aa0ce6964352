import { beforeEach, describe, expect, it, vi } from 'vitest';

const api = vi.hoisted(() => ({
  checkPerson: vi.fn(),
  registerPerson: vi.fn(),
  saveDraft: vi.fn(),
  profile: vi.fn(),
  lock: vi.fn()
}));
vi.mock('$lib/api', () => ({ api, onLocked: () => () => undefined }));

const { RegistrationForm, stepOf } = await import('./registration-form.svelte');
const { Trouble } = await import('$lib/trouble');
const TODAY = '2026-11-21';

beforeEach(() => {
  vi.useFakeTimers();
  vi.resetAllMocks();
  api.checkPerson.mockResolvedValue([]);
  api.saveDraft.mockImplementation((input: { id: string }) => Promise.resolve({ id: input.id || 'd1' }));
  api.registerPerson.mockResolvedValue({ id: 'p1', warnings: [] });
});

describe('a registration is a draft until it is saved', () => {
  it('is written once typing pauses, and only then', async () => {
    const form = new RegistrationForm(TODAY, 'sus');
    form.person.given_names = 'Rosa';
    form.draft.touch();
    await vi.advanceTimersByTimeAsync(599);
    expect(api.saveDraft).not.toHaveBeenCalled();
    expect(form.draft.state).toBe('typing');
    await vi.advanceTimersByTimeAsync(1);
    expect(api.saveDraft).toHaveBeenCalledOnce();
    expect(form.draft.state).toBe('saved');
  });

  it('what is typed while a draft is being written is written too', async () => {
    const form = new RegistrationForm(TODAY, 'sus');
    let finish: (card: { id: string }) => void = () => undefined;
    api.saveDraft.mockImplementationOnce(() => new Promise((resolve) => (finish = resolve)));
    form.draft.touch();
    await vi.advanceTimersByTimeAsync(600);
    form.draft.touch();
    finish({ id: 'd1' });
    await vi.advanceTimersByTimeAsync(0);
    expect(form.draft.state).toBe('typing');
    await vi.advanceTimersByTimeAsync(600);
    expect(api.saveDraft).toHaveBeenCalledTimes(2);
    expect(api.saveDraft.mock.lastCall?.[0].id).toBe('d1');
  });

  it('comes back as it was, birth as typed and on its step', () => {
    const first = new RegistrationForm(TODAY, 'sus');
    first.person.given_names = 'Rosa';
    first.person.birth = '34 años';
    first.program = '';
    first.go(2);
    const again = new RegistrationForm(TODAY, 'sus', { id: 'd1', form: JSON.stringify(first.kept()) });
    expect([again.person.given_names, again.person.birth, again.program, again.step]).toEqual(['Rosa', '34 años', '', 2]);
  });

  it('a draft that cannot be read opens an empty form', () => {
    expect(new RegistrationForm(TODAY, 'sus', { id: 'd1', form: '{' }).person.blank).toBe(true);
  });
});

describe('saving', () => {
  it('sends person, program and draft, and closes the draft', async () => {
    const form = new RegistrationForm(TODAY, 'sus');
    form.person.given_names = 'Rosa';
    form.draft.touch();
    await vi.advanceTimersByTimeAsync(600);
    expect(await form.save()).toEqual({ id: 'p1', warnings: [] });
    expect(api.registerPerson.mock.lastCall?.[0]).toMatchObject({ person: { given_names: 'Rosa' }, program: 'sus', draft: 'd1' });
    form.draft.touch();
    await vi.advanceTimersByTimeAsync(2000);
    expect(api.saveDraft).toHaveBeenCalledOnce();
  });

  it('an error stops it and opens the step where it is', async () => {
    api.checkPerson.mockResolvedValue([{ field: 'phone', code: 'text_too_long', severity: 'error' }]);
    const form = new RegistrationForm(TODAY, 'sus');
    expect(await form.save()).toBeUndefined();
    expect(api.registerPerson).not.toHaveBeenCalled();
    expect(form.step).toBe(2);
    expect(form.wrong('contact')).toBe(true);
  });

  it('a warning never stops it', async () => {
    api.checkPerson.mockResolvedValue([{ field: 'guardian_name', code: 'minor_without_guardian', severity: 'warning' }]);
    expect(await new RegistrationForm(TODAY, 'sus').save()).toBeDefined();
  });

  it('a failed disk keeps everything on the screen', async () => {
    api.registerPerson.mockRejectedValue(new Trouble('POSTA-D1'));
    const form = new RegistrationForm(TODAY, 'sus');
    form.person.given_names = 'Rosa';
    expect(await form.save()).toBeUndefined();
    expect([form.trouble?.code, form.busy, form.person.given_names]).toEqual(['POSTA-D1', false, 'Rosa']);
  });
});

it('each field belongs to a step', () => {
  expect(['given_names', 'birth', 'document/a1/number', 'phone', 'guardian_name', 'facility'].map(stepOf)).toEqual(['identity', 'identity', 'documents', 'contact', 'contact', 'enrollment']);
});

it('untouched fields show no error before saving is tried', async () => {
  api.checkPerson.mockResolvedValue([{ field: 'given_names', code: 'name_missing', severity: 'error' }]);
  const form = new RegistrationForm(TODAY, 'sus');
  await form.check.now();
  expect(form.check.shown).toEqual([]);
  form.check.touch('given_names');
  expect(form.check.shown).toHaveLength(1);
});
