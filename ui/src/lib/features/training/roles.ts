import type { ParticipantCard, RoleRow } from '$lib/api';

/** How many of each role and sex, in the order of the published table; a role that this version does not know comes last. */
export function rolesOf(cards: readonly ParticipantCard[]): RoleRow[] {
  const known = ['health', 'administrative', 'community'];
  const roles = [...known, ...new Set(cards.map(({ participant }) => participant.role).filter((role) => !known.includes(role)))];
  return roles.map((role) => {
    const of = (is: (sex: string) => boolean) => cards.filter(({ participant }) => participant.role === role && is(participant.sex)).length;
    const [women, men, other] = [of((sex) => sex === 'woman'), of((sex) => sex === 'man'), of((sex) => sex !== 'woman' && sex !== 'man')];
    return { role, women, men, other, total: women + men + other };
  });
}

/** The last line of the table. */
export function totalOf(rows: readonly RoleRow[]): Omit<RoleRow, 'role'> {
  const sum = (of: (row: RoleRow) => number) => rows.reduce((all, row) => all + of(row), 0);
  return { women: sum(({ women }) => women), men: sum(({ men }) => men), other: sum(({ other }) => other), total: sum(({ total }) => total) };
}
