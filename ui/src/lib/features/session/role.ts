import type { UserCard } from '$lib/api';
import { t } from '$lib/messages';

/** "Atención · Sabaya". A role of a later version shows its own word. */
export function sayRole(user: UserCard): string {
  const role = Object.entries(t.session.roles).find(([word]) => word === user.role)?.[1] ?? user.role;
  return t.session.roleAt(role, user.place);
}
