import { expect, it } from 'vitest';
import { landingOf } from './focus';

/** A part of a form that holds only these. */
function holding(...held: string[]): ParentNode {
  return { querySelector: (selector: string) => held.find((one) => selector.includes(one)) ?? null } as unknown as ParentNode;
}

it('what must be corrected takes the focus first', () => {
  expect(landingOf(holding('aria-invalid', 'h2', 'input'))).toBe('aria-invalid');
});

it('a step that begins with a heading is read from it', () => {
  expect(landingOf(holding('h2', 'textarea'))).toBe('h2');
});

it('otherwise the first control takes it', () => {
  expect(landingOf(holding('input'))).toBe('input');
});

it('an empty part takes nothing', () => {
  expect(landingOf(holding())).toBeNull();
});
