/** What one screen hands to the next without writing it into an address: taken once, kept nowhere. */
import type { Saved } from './bindings';

let typed = '';

/** Leaves what was typed into a search for the registration that follows. */
export function handOver(text: string): void {
  typed = text.trim();
}

export function takeOver(): string {
  const taken = typed;
  typed = '';
  return taken;
}

/** Somebody who was brought from another department: what is still missing, and the draft that what was typed stays in, or "". */
export type Brought = Saved & { draft: string };
let brought: Brought | undefined;

/** Leaves it for the page of the person. */
export function handBrought(saved: Saved, draft = ''): void {
  brought = { ...saved, draft };
}

/** For the page of that person only; for any other it is gone. */
export function takeBrought(id: string): Brought | undefined {
  const taken = brought;
  brought = undefined;
  return taken?.id === id ? taken : undefined;
}
