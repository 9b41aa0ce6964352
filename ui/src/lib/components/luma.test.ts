import { expect, it } from 'vitest';
import { fit, lumaOf } from './luma';

it('black is 0, white is 255, and what is see-through is paper', () => {
  expect(lumaOf([0, 0, 0, 255, 255, 255, 255, 255, 0, 0, 0, 0])).toEqual([0, 255, 255]);
});

it('green is brighter than blue', () => {
  const [green = 0, blue = 0] = lumaOf([0, 255, 0, 255, 0, 0, 255, 255]);
  expect(green).toBeGreaterThan(blue);
});

it('a large photo is made smaller and keeps its shape', () => {
  expect(fit(4000, 3000)).toEqual({ width: 1200, height: 900 });
  expect(fit(640, 480)).toEqual({ width: 640, height: 480 });
  expect(fit(9000, 1)).toEqual({ width: 1200, height: 1 });
});
