import { describe, expect, it, vi } from 'vitest';

const api = vi.hoisted(() => ({ person: vi.fn(), setHousehold: vi.fn() }));
vi.mock('$lib/api', () => ({ api }));
const { FamilyForm } = await import('./family-form.svelte');
const { PersonForm } = await import('./person-form.svelte');

const TODAY = '2026-11-21';
const child = () => new PersonForm(TODAY, { birth: '2019' });

describe('about consent', () => {
  it.each([
    ['', 'accompanied'],
    ['with_parent', 'accompanied'],
    ['with_relative', 'accompanied'],
    ['alone', 'alone']
  ])('a child of whom "%s" was answered is %s', (accompaniment, minor) => {
    expect(new FamilyForm(child(), { accompaniment }).minor).toBe(minor);
  });

  it('whoever turns out to be an adult is no child any more', () => {
    expect(new FamilyForm(new PersonForm(TODAY, { birth: '1990' }), { accompaniment: 'alone' }).minor).toBe('no');
  });
});
