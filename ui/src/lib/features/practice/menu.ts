import Compass from '@lucide/svelte/icons/compass';
import Drama from '@lucide/svelte/icons/drama';
import type { SessionView } from '$lib/api';
import type { MenuItem } from '$lib/components/Menu.svelte';
import { t } from '$lib/messages';
import { practice } from '$lib/practice.svelte';
import { practiceRoleOf } from '$lib/practice-roles';
import { beginFirstDay } from './first-day.svelte';

/** What the menu of whoever works here says of practising. */
export const practiceItems = (view: SessionView): MenuItem[] => [
  { label: t.practice.door, icon: Drama, act: () => void practice.offer(), apart: true, testid: 'menu-practice' },
  ...(practiceRoleOf(view) ? [{ label: t.practice.firstDay.menu, icon: Compass, act: () => void beginFirstDay(view), testid: 'menu-first-day' }] : [])
];
