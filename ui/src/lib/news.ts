import { background } from './background.svelte';

/** Hands that rested so long are not about to tap. Milliseconds. */
const REST = 4000;
const LOOK_EVERY = 1000;
const SIGNS = ['pointerdown', 'pointermove', 'keydown', 'wheel', 'touchstart'] as const;

/** Whether the focus is where something would be taken from under it: an open dialog, a field with something typed, a row of a list. */
function isAtWork(): boolean {
  const at = document.activeElement;
  if (document.querySelector('[role="dialog"], [role="alertdialog"]')) return true;
  if (at instanceof HTMLInputElement || at instanceof HTMLTextAreaElement) return at.value !== '';
  return at?.closest('main :is(ul, ol, [role="grid"], [role="listbox"])') != null;
}

/** Calls `read` when an exchange by itself sent or brought records, once nobody is at work on what shows. Returns the undoing. */
export function onNews(read: () => void): () => void {
  let touched = -Infinity;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const touch = () => (touched = Date.now());
  const look = () => {
    const rests = Date.now() - touched >= REST && !isAtWork();
    timer = rests ? undefined : setTimeout(look, LOOK_EVERY);
    if (rests) read();
  };
  const undo = background.whenEnded(({ records_up, records_down }) => {
    if (records_up + records_down > 0 && timer === undefined) look();
  });
  for (const sign of SIGNS) addEventListener(sign, touch, { passive: true, capture: true });
  return () => {
    undo();
    clearTimeout(timer);
    for (const sign of SIGNS) removeEventListener(sign, touch, { capture: true });
  };
}
