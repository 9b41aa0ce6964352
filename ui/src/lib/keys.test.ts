import { beforeEach, expect, it, vi } from 'vitest';
import { onEscapeTwice, onIdle } from './keys';

let target: EventTarget;
const press = (key: string, at: number) => {
  const event = Object.assign(new Event('keydown'), { key, repeat: false });
  Object.defineProperty(event, 'timeStamp', { value: at });
  target.dispatchEvent(event);
};

beforeEach(() => {
  vi.useFakeTimers();
  target = new EventTarget();
  vi.stubGlobal('addEventListener', target.addEventListener.bind(target));
  vi.stubGlobal('removeEventListener', target.removeEventListener.bind(target));
});

it('Escape twice in a row leaves, once or slowly does not', () => {
  const leave = vi.fn();
  const undo = onEscapeTwice(leave);
  press('Escape', 0);
  press('Escape', 2000);
  press('a', 2100);
  press('Escape', 2200);
  expect(leave).not.toHaveBeenCalled();
  press('Escape', 2500);
  expect(leave).toHaveBeenCalledOnce();
  undo();
  press('Escape', 3000);
  press('Escape', 3100);
  expect(leave).toHaveBeenCalledOnce();
});

it('three minutes without a touch lock, a touch begins them again', () => {
  const leave = vi.fn();
  const undo = onIdle(leave);
  vi.advanceTimersByTime(170_000);
  target.dispatchEvent(new Event('pointerdown'));
  vi.advanceTimersByTime(170_000);
  expect(leave).not.toHaveBeenCalled();
  vi.advanceTimersByTime(15_000);
  expect(leave).toHaveBeenCalled();
  undo();
});

it.each(['pointerdown', 'pointermove', 'keydown', 'visibilitychange', 'focus'])('after sleep, %s locks before the next look at the clock', (sign) => {
  const leave = vi.fn();
  const undo = onIdle(leave);
  vi.setSystemTime(Date.now() + 8 * 3_600_000);
  target.dispatchEvent(new Event(sign));
  target.dispatchEvent(new Event('pointermove'));
  expect(leave).toHaveBeenCalledOnce();
  undo();
});

it('a window that is only looked at again does not begin the three minutes again', () => {
  const leave = vi.fn();
  const undo = onIdle(leave);
  vi.advanceTimersByTime(170_000);
  target.dispatchEvent(new Event('focus'));
  vi.advanceTimersByTime(15_000);
  expect(leave).toHaveBeenCalledOnce();
  undo();
});
