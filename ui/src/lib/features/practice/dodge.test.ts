import { expect, it } from 'vitest';
import { dodge, type Box } from './dodge';

const WINDOW = { width: 1280, height: 800, room: 1000, top: 130 };
const card: Box = { left: 900, top: 400, right: 1260, bottom: 780 };
const left: Box = { ...card, left: 20, right: 380 };
const sheet: Box = { left: 0, top: 500, right: 1280, bottom: 800 };
const box = (left: number, top: number, width: number, height = 48): Box => ({ left, top, right: left + width, bottom: top + height });

it('what is clear of the guide moves nothing', () => {
  expect(dodge(card, box(100, 450, 600), WINDOW)).toBe('stay');
  expect(dodge(card, box(1000, 100, 200), WINDOW)).toBe('stay');
});

it('a control under it sends the guide to the other side, from either', () => {
  expect(dodge(card, box(1000, 600, 200), WINDOW)).toEqual({ side: 'left' });
  expect(dodge(left, box(100, 600, 200), WINDOW)).toEqual({ side: 'right' });
});

it('a control across both sides moves the page up, just enough', () => {
  expect(dodge(card, box(100, 600, 1100), WINDOW)).toEqual({ scroll: 256 });
  expect(dodge(sheet, box(100, 520, 300), WINDOW)).toEqual({ scroll: 76 });
});

it('where the page cannot move, or only under what lies above, the guide folds', () => {
  expect(dodge({ ...card, top: 180 }, box(100, 337, 1100), WINDOW)).toBe('fold');
  expect(dodge(sheet, box(100, 700, 300), { ...WINDOW, room: 100 })).toBe('fold');
});

it('a place as large as the screen is no control', () => {
  expect(dodge(card, box(100, 100, 1100, 700), WINDOW)).toBe('stay');
});

it('a rectangle as the window gives it counts with all its sides', () => {
  class Rect {
    get left() { return 900; }
    get right() { return 1260; }
    get top() { return 400; }
    get bottom() { return 780; }
  }
  expect(dodge(new Rect(), box(100, 600, 1100), WINDOW)).toEqual({ scroll: 256 });
});
