import type { UserCard } from '$lib/api';
import { t } from '$lib/messages';
import { sayRoleWord } from '$lib/people';

/** "Atención · Sabaya", with every further role. A role of a later version shows its own word. */
export function sayRole(user: UserCard): string {
  const roles = [user.role, ...user.roles.filter((role) => role !== user.role)];
  return t.session.roleAt(roles.map(sayRoleWord).join(', '), user.place);
}
