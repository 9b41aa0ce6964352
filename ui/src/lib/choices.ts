import type { Choice } from './bindings';

/** The label of a code; the code itself when this version does not know it. */
export function labelOf(choices: readonly Choice[], code: string): string {
  return choices.find((choice) => choice.code === code)?.label ?? code;
}
