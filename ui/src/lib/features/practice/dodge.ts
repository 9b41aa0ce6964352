/** Where the guide stands, so that it never covers what has the focus. Pixels of the window. */
export type Box = { left: number; top: number; right: number; bottom: number };
export type Side = 'right' | 'left';

const AIR = 4;
/** Things of this share of the window's height are places, not controls: nobody asks that all of one be seen. */
const PLACE = 0.6;

export const covers = (card: Box, control: Box): boolean =>
  card.left < control.right + AIR && control.left < card.right + AIR && card.top < control.bottom + AIR && control.top < card.bottom + AIR;

/** The same box at the other side of the window. */
export function mirrored(card: Box, width: number): Box {
  // A rectangle of the window has its sides on its prototype: they are named.
  const { top, bottom } = card;
  return { left: width - card.right, top, right: width - card.left, bottom };
}

export type Dodge = { side: Side } | { scroll: number } | 'fold' | 'stay';

/**
 * What the guide does when a control takes the focus under it: stands at the other side; where it takes the whole width,
 * the page moves up; where neither helps, it folds. `room`: how far the page can still move; `top`: what lies above, under which
 * a control would be gone as well.
 */
export function dodge(card: Box, control: Box, window: { width: number; height: number; room: number; top: number }): Dodge {
  if (!covers(card, control) || control.bottom - control.top > PLACE * window.height) return 'stay';
  if (!covers(mirrored(card, window.width), control)) return { side: card.left + card.right > window.width ? 'left' : 'right' };
  const scroll = control.bottom + AIR * 2 - card.top;
  return scroll <= window.room && control.top - scroll >= window.top ? { scroll } : 'fold';
}
