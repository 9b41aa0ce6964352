/** Who works here, and what lies on the invented device. */
import type { DraftCard, PausedCard, PersonCard, PersonView, SessionView, UserCard } from '../bindings';
import { HOME_POST } from './catalogue';
import { dress } from './dress';
import { has, query } from './ground';
import { at, inventPerson, longPerson, richPerson } from './people';

export const USERS: UserCard[] = [
  { id: 'a'.repeat(32), name: 'Ana Quispe', role: 'care', place: 'Sabaya', roles: ['care', 'protection'] },
  { id: 'b'.repeat(32), name: 'Beto Colque', role: 'registrar', place: 'Sabaya', roles: [] },
  { id: 'c'.repeat(32), name: 'Carmen Rocha Villarroel', role: 'supervisor', place: 'Oruro', roles: ['supervisor'] },
  { id: '9'.repeat(32), name: 'Eva Mercado', role: 'administrator', place: 'Oruro', roles: [] }
];
export const paused = new Map<string, PausedCard>(has('paused') ? [['b'.repeat(32), { user: 'b'.repeat(32), has_pin: true, since: new Date().toISOString() }]] : []);
export const pins = new Map<string, string>(has('paused') ? [['b'.repeat(32), '2468']] : []);

export const people: PersonView[] = has('empty') ? [] : [richPerson(), longPerson(), ...Array.from({ length: 9998 }, (_, index) => inventPerson(index + 2))];
dress(people);

const DRAFTS: DraftCard[] = [
  { id: '1'.repeat(32), kind: 'registration', owner: 'Ana Quispe', mine: true, at: at(24), title: 'Wilner Jean-Baptiste', stale: false, form: JSON.stringify({ person: { given_names: 'Wilner', surname1: 'Jean-Baptiste', sex: 'male', birth_typed: '1994', nationality: 'HT', languages: ['ht'] }, program: 'sus', step: 0 }) },
  { id: '2'.repeat(32), kind: 'consultation', owner: 'Beto Colque', mine: false, at: at(4600), title: '', stale: true, form: '' }
];

/** What changes while the window is open. */
export const desk: { session: SessionView | null; drafts: DraftCard[] } = { session: enter(USERS.find((user) => user.role === query.get('as'))), drafts: has('empty') ? [] : DRAFTS };

export const cards = (): PersonCard[] => people.map((person) => person.card);
export const pending = (): PersonCard[] => cards().filter((card) => !card.sent);
export const personOf = (id: string): PersonView | undefined => people.find(({ card }) => card.id === id);
export const userName = (): string => desk.session?.user.name ?? '';
export const postName = (): string => desk.session?.post.name ?? '';
export const forget = (draft: string): void => void (desk.drafts = desk.drafts.filter((one) => one.id !== draft));

export function enter(user: UserCard | undefined): SessionView | null {
  if (!user) return null;
  const supervises = user.role === 'supervisor';
  const office = { code: 'office-04', name: 'Oruro', kind: 'office', municipality: '', department: '', facility: '' };
  return {
    user,
    post: supervises ? office : HOME_POST,
    can_register: user.role !== 'administrator',
    can_attend: user.role === 'care',
    can_protect: user.role === 'care',
    can_supervise: supervises,
    can_manage: supervises || user.role === 'administrator',
    can_audit: supervises,
    can_erase: supervises,
    idle_seconds: has('idle') ? 25 : 180,
    has_pin: pins.has(user.id),
    must_rotate: has('rich'),
    practice: false
  };
}
