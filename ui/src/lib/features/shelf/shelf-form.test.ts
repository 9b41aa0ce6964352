// @vitest-environment jsdom
import { beforeEach, expect, it, vi } from 'vitest';

const api = vi.hoisted(() => ({ saveShelfItem: vi.fn(), addShelfFile: vi.fn(), saveDraft: vi.fn(), discardDraft: vi.fn() }));
vi.mock('$lib/api', () => ({ api, onLocked: () => () => undefined }));
vi.stubGlobal('matchMedia', () => ({ matches: false }));
const { blankMaterial, materialOf, OTHER, ShelfForm } = await import('./shelf-form.svelte');
const { Trouble } = await import('$lib/trouble');

const codes = (form: { problems: readonly { field: string; code: string }[] }) => form.problems.map(({ field, code }) => `${field}:${code}`);

beforeEach(() => {
  vi.resetAllMocks();
  api.saveShelfItem.mockResolvedValue({ id: 's1', warnings: [] });
  api.addShelfFile.mockResolvedValue({ id: 's1', warnings: [] });
  api.discardDraft.mockResolvedValue(null);
});

it('without a title, a language, or anything to read it is not sent', async () => {
  const form = new ShelfForm({ ...blankMaterial(''), title: '  ', date: 'ayer' });
  await form.save();
  expect(codes(form)).toEqual(['title:publication_title_missing', 'language:publication_language_unknown', 'date:date_unreadable', 'text:publication_blank']);
  expect(api.saveShelfItem).not.toHaveBeenCalled();
});

it.each([
  ['2019', '2019'],
  ['2/2019', '2019-02'],
  ['20 de febrero de 2019', '2019-02-20'],
  ['', '']
])('a date typed as «%s» is kept as %s', async (typed, kept) => {
  const form = new ShelfForm({ ...blankMaterial(), title: 'Ley', text: 'x', date: typed });
  await form.save();
  expect(api.saveShelfItem.mock.calls[0]?.[0]).toMatchObject({ title: 'Ley', date: kept });
});

it('an age is no date', async () => {
  const form = new ShelfForm({ ...blankMaterial(), title: 'Ley', text: 'x', date: '34' });
  await form.save();
  expect(codes(form)).toEqual(['date:date_unreadable']);
});

it('what it was comes back as it is typed, and its text keeps the lines', async () => {
  const input = materialOf({ item: { id: 's1', kind: 'norm', kind_name: '', title: 'Ley', summary: '', language: 'es', language_name: '', date: '2019-02-20', source: '', origin: 'department', has_text: true, file: null, withdrawn: true, unreviewed: false }, text: '# A\n\n- b\n' });
  expect([input.date, input.withdrawn]).toEqual(['20/02/2019', true]);
  const form = new ShelfForm(input);
  await form.save();
  expect(api.saveShelfItem.mock.calls[0]?.[0]).toMatchObject({ id: 's1', date: '2019-02-20', withdrawn: true, text: '# A\n\n- b' });
});

it('a text over the limit is said before it is sent, counted in letters', async () => {
  const form = new ShelfForm({ ...blankMaterial(), title: 'Ley', text: '𝛀ñ'.repeat(6) }, [], null, 11);
  await form.save();
  expect(codes(form)).toEqual(['text:text_too_long']);
  form.input.text = '𝛀ñ'.repeat(5);
  await form.save();
  expect(api.saveShelfItem).toHaveBeenCalledOnce();
});

it('a PDF is taken in after the rest, and when it is not the rest stays saved', async () => {
  const form = new ShelfForm({ ...blankMaterial(), title: 'Ley' });
  form.chosen = OTHER;
  await form.save();
  expect(codes(form)).toEqual(['text:publication_blank', 'file:file_unreadable']);
  form.path = ' D:\\ley.pdf ';
  expect(await form.save()).toEqual({ id: 's1', warnings: [] });
  api.addShelfFile.mockRejectedValueOnce(new Trouble('POSTA-B1', [{ field: 'file', code: 'not_a_pdf', severity: 'error' }]));
  expect([await form.takeFile('s1'), form.filing.trouble?.code]).toEqual([false, 'POSTA-B1']);
  expect(await form.takeFile('s1')).toBe(true);
  expect(api.addShelfFile).toHaveBeenLastCalledWith('s1', 'D:\\ley.pdf');
  expect(api.saveShelfItem).toHaveBeenCalledOnce();
});

it('without a PDF none is asked for, and a draft goes on where it was left', async () => {
  const draft = { id: 'd1', kind: 'publication', owner: '', mine: true, at: '', title: '', form: JSON.stringify({ of: '', title: 'Guía', input: { title: 'Guía', text: 'a medias' } }), stale: false };
  const form = new ShelfForm(blankMaterial(), [draft]);
  expect([form.input.title, form.input.text, form.draft.id]).toEqual(['Guía', 'a medias', 'd1']);
  await form.save();
  expect([await form.takeFile('s1'), api.addShelfFile.mock.calls.length, api.discardDraft.mock.calls]).toEqual([true, 0, [['d1']]]);
});
