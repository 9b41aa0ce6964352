/** What was asked of the shell and answered, by name only: nothing of what it was about. */
const listeners = new Set<(name: string) => void>();

/** Called after each act that went well. Returns the undoing. */
export function onActed(listen: (name: string) => void): () => void {
  listeners.add(listen);
  return () => listeners.delete(listen);
}

export function tellActed(name: string): void {
  for (const listen of listeners) listen(name);
}
