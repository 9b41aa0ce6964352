/** As what one can practise. */
import type { SessionView } from './bindings';

export type PracticeRole = 'registrar' | 'care' | 'protection' | 'supervisor';
export const PRACTICE_ROLES: readonly PracticeRole[] = ['registrar', 'care', 'protection', 'supervisor'];

export const practiceRoleNamed = (word: string): PracticeRole | undefined => PRACTICE_ROLES.find((one) => one === word);

/** As what somebody would practise who works here; undefined where there is nothing to practise. */
export function practiceRoleOf(view: SessionView): PracticeRole | undefined {
  const named = practiceRoleNamed(view.user.role);
  if (named) return named;
  if (view.can_supervise) return 'supervisor';
  if (view.can_attend) return 'care';
  return view.can_register ? 'registrar' : undefined;
}
