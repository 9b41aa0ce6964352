/** The first invented people have everything that a person's page can show. */
import type { PersonView } from '../bindings';
import { inventConsents, inventEnrollment } from './enrollment';

export function dress([rich, long, third]: PersonView[]): void {
  if (!rich || !long || !third) return;
  const household = 'f'.repeat(32);
  const stays = [{ on: '2026-11-24', code: '400107', name: 'Pisiga Bolívar' }, { on: '2026-11-21', code: '400080', name: 'Tambo Quemado' }];
  Object.assign(rich, { household, household_role: 'head', household_members: [{ card: long.card, role: 'child' }], enrollments: [inventEnrollment(rich, { status: 'observada', observation: 'Falta la fotocopia del pasaporte', facilities: stays, campaign: 'vacunacion-2026', campaign_name: 'Semana de vacunación en frontera', next: ['presentada', 'confirmada'] }, [{ fact: 'pregnant_or_recent_birth', yes: true }])], consents: inventConsents({ register: 'given', share_facility: 'given', share_referral: 'refused', statistics: 'given', contact: 'withdrawn' }, 'Ana Quispe') });
  Object.assign(long, { household, household_role: 'child', household_members: [{ card: rich.card, role: 'head' }], same_day: true, enrollments: [inventEnrollment(long)], consents: inventConsents({ register: 'given' }, 'Ana Quispe', { language: 'qu', interpreter: true }) });
  Object.assign(third, { origin: 'a'.repeat(32), enrollments: [inventEnrollment(third, { status: 'confirmada', official_number: 'SUS-0042917', next: ['observada'] })] });
}
