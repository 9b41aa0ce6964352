import CircleCheck from '@lucide/svelte/icons/circle-check';
import CircleHelp from '@lucide/svelte/icons/circle-question-mark';
import Clock from '@lucide/svelte/icons/clock';
import Split from '@lucide/svelte/icons/split';
import TriangleAlert from '@lucide/svelte/icons/triangle-alert';
import UserCheck from '@lucide/svelte/icons/user-check';
import type { Component } from 'svelte';
import { t } from '$lib/messages';
import { wordOf } from '$lib/words';

type Look = { icon: Component<{ size?: number }>; tone: 'plain' | 'ok' | 'warn' | 'still' };

const LOOKS: Record<string, Look> = {
  contradicted: { icon: TriangleAlert, tone: 'warn' },
  certain: { icon: CircleCheck, tone: 'plain' },
  possible: { icon: CircleHelp, tone: 'still' },
  later: { icon: Clock, tone: 'still' },
  same: { icon: UserCheck, tone: 'ok' },
  different: { icon: Split, tone: 'still' }
};

/** How a pair stands: its picture and its word. */
export const lookOf = (standing: string): Look & { word: string } => ({ ...(LOOKS[standing] ?? { icon: CircleHelp, tone: 'still' as const }), word: wordOf(t.pair.standings, standing) });
