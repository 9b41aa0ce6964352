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

/** A part that holds one word. */
const part = (word: string) => ({ kept: () => ({ word }), input: () => ({ [word]: 'x' }) });
const parts = () => ({ family: part('household'), coverage: part('program'), consent: part('draftless') });
const make = (draft?: { id: string; form: string }) => new RegistrationForm(TODAY, parts, draft);

beforeEach(() => {
  vi.useFakeTimers();
  vi.resetAllMocks();
  api.checkPerson.mockResolvedValue([]);
  api.saveDraft.mockImplementation((input: { id: string }) => Promise.resolve({ id: input.id || 'd1' }));
  api.registerPerson.mockResolvedValue({ id: 'p1', warnings: [] });
});

describe('a registration is a draft until it is saved', () => {
  it('is written once typing pauses, and only then', async () => {
    const form = make();
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
    const form = make();
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
    const first = make();
    first.person.given_names = 'Rosa';
    first.person.birth = '34 años';
    first.go(2);
    const again = make({ id: 'd1', form: JSON.stringify(first.kept()) });
    expect([again.person.given_names, again.person.birth, again.step]).toEqual(['Rosa', '34 años', 2]);
  });

  it('each part gets what a draft kept of it, and drafts of the first version their program', () => {
    const build = vi.fn(parts);
    const kept = { ...make().kept(), program: 'sus', facility: '400107' };
    new RegistrationForm(TODAY, build, { id: 'd1', form: JSON.stringify(kept) });
    expect(build.mock.lastCall).toMatchObject([{}, { family: { word: 'household' }, coverage: { word: 'program' }, program: 'sus', facility: '400107' }]);
  });

  it('what is suggested fills a fresh form and never a draft', () => {
    const begin = { nationality: 'VE', languages: ['es'] };
    expect(new RegistrationForm(TODAY, parts, undefined, begin).person.nationality).toBe('VE');
    const draft = { id: 'd1', form: JSON.stringify({ person: { given_names: 'Rosa', nationality: '' } }) };
    expect(new RegistrationForm(TODAY, parts, draft, begin).person.nationality).toBe('');
  });

  it('a draft that cannot be read opens an empty form', () => {
    expect(make({ id: 'd1', form: '{' }).person.blank).toBe(true);
  });
});

describe('saving', () => {
  it('sends person, program and draft, and closes the draft', async () => {
    const form = make();
    form.person.given_names = 'Rosa';
    form.draft.touch();
    await vi.advanceTimersByTimeAsync(600);
    expect(await form.save()).toEqual({ id: 'p1', warnings: [] });
    expect(api.registerPerson.mock.lastCall?.[0]).toMatchObject({ person: { given_names: 'Rosa' }, household: 'x', program: 'x', draft: 'd1' });
    form.draft.touch();
    await vi.advanceTimersByTimeAsync(2000);
    expect(api.saveDraft).toHaveBeenCalledOnce();
  });

  it('an error stops it and opens the step where it is', async () => {
    api.checkPerson.mockResolvedValue([{ field: 'phone', code: 'text_too_long', severity: 'error' }]);
    const form = make();
    expect(await form.save()).toBeUndefined();
    expect(api.registerPerson).not.toHaveBeenCalled();
    expect(form.step).toBe(2);
    expect(form.wrong('family')).toBe(true);
  });

  it('a warning never stops it', async () => {
    api.checkPerson.mockResolvedValue([{ field: 'guardian_name', code: 'minor_without_guardian', severity: 'warning' }]);
    expect(await make().save()).toBeDefined();
  });

  it('a failed disk keeps everything on the screen', async () => {
    api.registerPerson.mockRejectedValue(new Trouble('POSTA-D1'));
    const form = make();
    form.person.given_names = 'Rosa';
    expect(await form.save()).toBeUndefined();
    expect([form.trouble?.code, form.busy, form.person.given_names]).toEqual(['POSTA-D1', false, 'Rosa']);
  });
});

it('each field belongs to a step', () => {
  expect(['given_names', 'birth', 'document/a1/number', 'phone', 'guardian_name', 'household', 'facility', 'fact/disability', 'purpose/contact'].map(stepOf)).toEqual(['identity', 'identity', 'documents', 'family', 'family', 'family', 'coverage', 'coverage', 'consent']);
});

it('untouched fields show no error before saving is tried', async () => {
  api.checkPerson.mockResolvedValue([{ field: 'given_names', code: 'name_missing', severity: 'error' }]);
  const form = make();
  await form.check.now();
  expect(form.check.shown).toEqual([]);
  form.check.touch('given_names');
  expect(form.check.shown).toHaveLength(1);
});
