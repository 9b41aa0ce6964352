// @vitest-environment jsdom
import { flushSync, mount, unmount } from 'svelte';
import { afterEach, expect, it, vi } from 'vitest';
import type { Catalogue, EligibilityView, EnrollmentView, PersonView, RequirementView } from '$lib/api';

vi.mock('$lib/api', () => ({ api: {}, onLocked: () => () => undefined }));
vi.stubGlobal('matchMedia', () => ({ matches: false }));
const { default: EnrollmentCard } = await import('./EnrollmentCard.svelte');
const { t } = await import('$lib/messages');

const item = (code: string, optional: boolean, state: string): RequirementView => ({ code, name: code, hint: '', optional, met: false, state, by: '', on: '' });
let open: Record<string, unknown> | undefined;

function show(requirements: RequirementView[]): string {
  const eligibility: EligibilityView = { outcome: 'cubierta', groups: [], sentence: '', ask: [], orientation: [], requirements, version: '', on: '', stale: false };
  const enrollment = { id: 'e', program_name: 'SUS', status: 'preparada', next: [], facilities: [], answers: [], eligibility } as unknown as EnrollmentView;
  open = mount(EnrollmentCard, { target: document.body, props: { enrollment, person: {} as PersonView, catalogue: {} as Catalogue, canEdit: false, changed: () => undefined } });
  flushSync();
  return document.querySelector('[data-testid="requirements-missing"]')?.textContent ?? '';
}

afterEach(async () => {
  if (open) await unmount(open);
});

it('what is optional says so, and is missing to nobody', () => {
  expect(show([item('identity', false, 'missing'), item('address', true, 'missing')])).toBe(t.enrollment.missingCount(1));
  expect([...document.querySelectorAll('[data-testid="requirement"]')].map((row) => row.querySelector('[data-testid="requirement-optional"]') !== null)).toEqual([false, true]);
});

it('papers are complete without what is optional', () => {
  expect(show([item('identity', false, 'have'), item('address', true, '')])).toBe(t.enrollment.complete);
});
