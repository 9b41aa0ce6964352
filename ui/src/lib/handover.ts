/** What one screen hands to the next without writing it into an address: taken once, kept nowhere. */
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
