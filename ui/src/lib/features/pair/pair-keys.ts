import { alike } from '$lib/components/alike';
import { t } from '$lib/messages';
import type { PairDesk } from './pair-desk.svelte';

/** Where keys are somebody else's: text that is written, a dialog, a menu. */
const WRITTEN = 'input, textarea, select, [contenteditable="true"]';
const OVER = '[role="dialog"], [role="alertdialog"], [role="menu"]';
/** What Enter presses. */
const PRESSED = 'button, a, summary';

/** One key of the screen. Says whether it was for it. `read` goes into the pair. */
export function pressed(event: KeyboardEvent, desk: PairDesk, read: () => void): boolean {
  const target = event.target instanceof Element ? event.target : undefined;
  if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return false;
  if (target?.closest(WRITTEN) || document.querySelector(OVER)) return false;
  const step = { ArrowDown: 1, j: 1, J: 1, ArrowUp: -1, k: -1, K: -1 }[event.key];
  if (step !== undefined) {
    desk.list.choose(desk.list.active + step);
    return true;
  }
  if (event.key === 'Enter') {
    if (target?.closest(PRESSED)) return false;
    read();
    return true;
  }
  // A key that is held would decide pairs that nobody saw.
  if (event.repeat) return false;
  if (alike(event.key, t.pair.keys.undo)) {
    desk.undo();
    return true;
  }
  const decision = (['same', 'different', 'later'] as const).find((one) => alike(event.key, t.pair.keys[one]));
  if (!decision || !desk.offered.includes(decision)) return false;
  desk.decide(decision);
  return true;
}
