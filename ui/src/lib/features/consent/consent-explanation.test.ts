// @vitest-environment jsdom
import { flushSync, mount, unmount } from 'svelte';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { Catalogue } from '$lib/api';
import { SHEETS } from '$lib/mock/sheets';

const api = vi.hoisted(() => ({ rightsSheet: vi.fn() }));
vi.mock('$lib/api', () => ({ api, onLocked: () => () => undefined }));
vi.stubGlobal('matchMedia', () => ({ matches: false }));
const { default: ConsentFields } = await import('./ConsentFields.svelte');
const { ConsentForm } = await import('./consent-form.svelte');
const { t } = await import('$lib/messages');
const { Trouble } = await import('$lib/trouble');

const catalogue = { languages: [{ code: 'ht', label: 'Criollo haitiano' }] } as unknown as Catalogue;
const find = (id: string) => document.querySelector<HTMLElement>(`[data-testid="${id}"]`);
let open: Record<string, unknown> | undefined;

beforeEach(() => {
  vi.resetAllMocks();
  api.rightsSheet.mockImplementation((language: string) => {
    const sheet = SHEETS.find((one) => one.language === language);
    return sheet ? Promise.resolve(sheet) : Promise.reject(new Trouble('POSTA-B2'));
  });
});

afterEach(async () => {
  if (open) await unmount(open);
});

function ask(languages: string[]): InstanceType<typeof ConsentForm> {
  const form = new ConsentForm(() => languages);
  open = mount(ConsentFields, { target: document.body, props: { form, catalogue } });
  flushSync();
  return form;
}

it("unfolds the explanation in the person's language, marked when nobody reviewed it", async () => {
  ask(['ht']);
  expect(find('consent-explain')?.textContent).toContain('criollo haitiano');
  expect(api.rightsSheet).not.toHaveBeenCalled();
  find('consent-explain')?.click();
  const ht = SHEETS.find(({ language }) => language === 'ht');
  await vi.waitFor(() => expect(find('explanation-text')?.textContent).toContain(ht?.consent_intro));
  for (const one of ht?.consent ?? []) expect(find('explanation-text')?.textContent).toContain(one.text);
  expect(find('explanation-text')?.lang).toBe('ht');
  expect(find('explanation-unreviewed')).not.toBeNull();
});

it('follows the language of the conversation, and says when nothing is written in it', async () => {
  const form = ask(['ht']);
  find('consent-explain')?.click();
  await vi.waitFor(() => expect(find('explanation-text')).not.toBeNull());
  form.language = 'ar';
  flushSync();
  await vi.waitFor(() => expect(find('explanation-none')?.textContent).toBe(t.consent.notExplained));
});
