import { beforeEach, expect, it, vi } from 'vitest';
import { isPause, isQuickExit, onEscapeTwice, onIdle, onKey } from './keys';

const LIMIT = 180_000;
const idle = (more: object = {}) => ({ limit: () => LIMIT, leave: vi.fn(), warn: vi.fn(), touched: vi.fn(), ...more });

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
  const watched = idle();
  const { leave } = watched;
  const undo = onIdle(watched);
  vi.advanceTimersByTime(170_000);
  target.dispatchEvent(new Event('pointerdown'));
  vi.advanceTimersByTime(170_000);
  expect(leave).not.toHaveBeenCalled();
  vi.advanceTimersByTime(15_000);
  expect(leave).toHaveBeenCalled();
  undo();
});

it.each(['pointerdown', 'pointermove', 'keydown', 'visibilitychange', 'focus'])('after sleep, %s locks before the next look at the clock', (sign) => {
  const watched = idle();
  const { leave } = watched;
  const undo = onIdle(watched);
  vi.setSystemTime(Date.now() + 8 * 3_600_000);
  target.dispatchEvent(new Event(sign));
  target.dispatchEvent(new Event('pointermove'));
  expect(leave).toHaveBeenCalledOnce();
  undo();
});

it('a window that is only looked at again does not begin the three minutes again', () => {
  const watched = idle();
  const { leave } = watched;
  const undo = onIdle(watched);
  vi.advanceTimersByTime(170_000);
  target.dispatchEvent(new Event('focus'));
  vi.advanceTimersByTime(15_000);
  expect(leave).toHaveBeenCalledOnce();
  undo();
});

it('the last twenty seconds are counted, and a touch ends the counting', () => {
  const watched = idle();
  const undo = onIdle(watched);
  vi.advanceTimersByTime(159_000);
  expect(watched.warn).not.toHaveBeenCalled();
  vi.advanceTimersByTime(6000);
  expect(watched.warn).toHaveBeenLastCalledWith(15);
  target.dispatchEvent(new Event('pointermove'));
  expect(watched.warn).toHaveBeenLastCalledWith(undefined);
  undo();
});

it('the shell hears of signs at most every twenty seconds, and of the last one too', () => {
  const watched = idle();
  const undo = onIdle(watched);
  for (let second = 0; second < 30; second += 1) {
    target.dispatchEvent(new Event('keydown'));
    vi.advanceTimersByTime(1000);
  }
  expect(watched.touched).toHaveBeenCalledTimes(2);
  vi.advanceTimersByTime(20_000);
  expect(watched.touched).toHaveBeenCalledTimes(3);
  vi.advanceTimersByTime(60_000);
  expect(watched.touched).toHaveBeenCalledTimes(3);
  undo();
});

it('a wait that becomes shorter counts at once', () => {
  let limit = LIMIT;
  const watched = idle({ limit: () => limit });
  const undo = onIdle(watched);
  vi.advanceTimersByTime(50_000);
  limit = 45_000;
  vi.advanceTimersByTime(1000);
  expect(watched.leave).toHaveBeenCalledOnce();
  undo();
});

it('F9 leaves at once, before any field has the key, and once while it is held', () => {
  const leave = vi.fn();
  const undo = onKey(isQuickExit, leave);
  const event = Object.assign(new Event('keydown', { cancelable: true }), { key: 'F9', repeat: false });
  target.dispatchEvent(event);
  target.dispatchEvent(Object.assign(new Event('keydown'), { key: 'F9', repeat: true }));
  target.dispatchEvent(Object.assign(new Event('keydown'), { key: 'a', repeat: false }));
  expect(leave).toHaveBeenCalledOnce();
  expect(event.defaultPrevented).toBe(true);
  undo();
});

it('the key that pauses is Ctrl L', () => {
  const key = (ctrlKey: boolean) => ({ key: 'L', ctrlKey, metaKey: false }) as KeyboardEvent;
  expect([isPause(key(true)), isPause(key(false))]).toEqual([true, false]);
});
