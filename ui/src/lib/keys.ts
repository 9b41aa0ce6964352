/** Keys and idleness that concern the whole window. */

const TWICE = 600;
/** The last of the wait is told. Milliseconds. */
const NOTICE = 20_000;
/** The shell hears of a sign at most so often. Milliseconds. */
const TOUCH = 20_000;
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

export type Idle = {
  /** Milliseconds without a touch after which `leave` is called, once. Asked at every look: it may become shorter. */
  limit: () => number;
  leave: () => void;
  /** Seconds left, while they are few; undefined when somebody is there. */
  warn?: (seconds: number | undefined) => void;
  /** Somebody is there: told at most every twenty seconds, and once more when signs came in between. */
  touched?: () => void;
};

/** Watches for nobody being there. Returns the undoing. */
export function onIdle({ limit, leave, warn, touched }: Idle): () => void {
  let last = Date.now();
  let left = false;
  let told = -Infinity;
  let owed = false;
  let warned = false;
  const tell = () => {
    owed = false;
    told = Date.now();
    touched?.();
  };
  const look = (): boolean => {
    const now = Date.now();
    const remains = limit() - (now - last);
    const over = left || remains <= 0;
    if (over && !left) {
      left = true;
      leave();
    }
    if (owed && !over && now - told >= TOUCH) tell();
    const few = !over && remains <= NOTICE;
    if (few || warned) warn?.(few ? Math.ceil(remains / 1000) : undefined);
    warned = few;
    return over;
  };
  // A touch after the limit is too late: it may be the first sign of whoever wakes a sleeping laptop.
  const touch = () => {
    if (look()) return;
    last = Date.now();
    if (warned) look();
    if (last - told >= TOUCH) tell();
    else owed = true;
  };
  for (const sign of SIGNS) addEventListener(sign, touch, { passive: true, capture: true });
  for (const sign of WAKINGS) addEventListener(sign, look, { capture: true });
  // Looked at often rather than timed once: a sleeping laptop does not stop the clock on the wall.
  const watch = setInterval(look, 1000);
  return () => {
    clearInterval(watch);
    for (const sign of SIGNS) removeEventListener(sign, touch, { capture: true });
    for (const sign of WAKINGS) removeEventListener(sign, look, { capture: true });
  };
}

/** Calls `act` on a key of the whole window, before any field has it. Returns the undoing. */
export function onKey(is: (event: KeyboardEvent) => boolean, act: () => void): () => void {
  const listen = (event: KeyboardEvent) => {
    if (event.repeat || !is(event)) return;
    event.preventDefault();
    event.stopPropagation();
    act();
  };
  addEventListener('keydown', listen, { capture: true });
  return () => removeEventListener('keydown', listen, { capture: true });
}

export const isQuickExit = (event: KeyboardEvent): boolean => event.key === 'F9';
export const isPrint = (event: KeyboardEvent): boolean => (event.ctrlKey || event.metaKey) && event.key.toLowerCase() === 'p';
export const isPause = (event: KeyboardEvent): boolean => (event.ctrlKey || event.metaKey) && event.key.toLowerCase() === 'l';
