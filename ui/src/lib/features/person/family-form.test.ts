import { describe, expect, it, vi } from 'vitest';

const api = vi.hoisted(() => ({ person: vi.fn(), setHousehold: vi.fn() }));
vi.mock('$lib/api', () => ({ api }));
const { FamilyForm, familyOf } = await import('./family-form.svelte');
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

describe('the family of whoever was registered first', () => {
  const card = (id: string, age: number, sex = 'female') => ({ id, name: id, age, sex, nationality: 'PE' });
  const family = (role: string, more: object[] = []) => ({ card: card('Elena', 61), surname1: 'Quispe', languages: [], phone: '', residence: '', household: 'f', household_role: role, household_members: more });

  it('gives the name of the adult, and leaves open what they are to the child', async () => {
    api.person.mockResolvedValue(family('head'));
    const person = child();
    const form = new FamilyForm(person, {}, await familyOf('Elena'));
    form.accompaniment = 'with_parent';
    form.answered();
    expect([person.guardian_name, person.guardian_person, person.guardian_relation]).toEqual(['Elena', 'Elena', '']);
  });

  it('proposes its head before others, and no grown child', async () => {
    api.person.mockResolvedValue(family('other', [{ card: card('Marta', 34), role: 'head' }]));
    expect((await familyOf('Elena')).carer?.name).toBe('Marta');
    api.person.mockResolvedValue(family('child'));
    expect((await familyOf('Elena')).carer).toBeUndefined();
  });
});
