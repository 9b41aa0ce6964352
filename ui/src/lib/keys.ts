/** Keys and idleness that concern the whole window. */

const TWICE = 600;
const IDLE = 3 * 60_000;
const SIGNS = ['pointerdown', 'pointermove', 'keydown', 'wheel', 'touchstart'] as const;
/** The window is back, touched or not. */
const WAKINGS = ['visibilitychange', 'focus'] as const;

/** Calls `leave` on Escape pressed twice in a row. Returns the undoing. */
export function onEscapeTwice(leave: () => void): () => void {
  let before = -Infinity;
  const listen = (event: KeyboardEvent) => {
    if (event.key !== 'Escape') before = -Infinity;
    if (event.key !== 'Escape' || event.repeat) return;
    const twice = event.timeStamp - before < TWICE;
    before = twice ? -Infinity : event.timeStamp;
    if (twice) leave();
  };
  // In the capture phase: a dialog that closes on the first Escape does not hide it from here.
  addEventListener('keydown', listen, { capture: true });
  return () => removeEventListener('keydown', listen, { capture: true });
}

/** Calls `leave`, once, when nobody has touched anything for three minutes. Returns the undoing. */
export function onIdle(leave: () => void, limit = IDLE): () => void {
  let touched = Date.now();
  let left = false;
  const look = (): boolean => {
    const over = left || Date.now() - touched >= limit;
    if (over && !left) {
      left = true;
      leave();
    }
    return over;
  };
  // A touch after the limit is too late: it may be the first sign of whoever wakes a sleeping laptop.
  const touch = () => {
    if (!look()) touched = Date.now();
  };
  for (const sign of SIGNS) addEventListener(sign, touch, { passive: true, capture: true });
  for (const sign of WAKINGS) addEventListener(sign, look, { capture: true });
  // Looked at often rather than timed once: a sleeping laptop does not stop the clock on the wall.
  const watch = setInterval(look, 5000);
  return () => {
    clearInterval(watch);
    for (const sign of SIGNS) removeEventListener(sign, touch, { capture: true });
    for (const sign of WAKINGS) removeEventListener(sign, look, { capture: true });
  };
}
