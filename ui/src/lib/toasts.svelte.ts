export type Toast = { id: number; tone: 'ok' | 'warn'; text: string };

const STAY = 6000;
let last = 0;

/** Short notes that come, are read aloud, and go. */
class Toasts {
  shown = $state.raw<Toast[]>([]);

  say(text: string, tone: Toast['tone'] = 'ok'): void {
    const id = ++last;
    // The same words again replace the earlier ones.
    this.shown = [...this.shown.filter((toast) => toast.text !== text), { id, tone, text }];
    setTimeout(() => this.drop(id), STAY);
  }

  drop(id: number): void {
    this.shown = this.shown.filter((toast) => toast.id !== id);
  }

  clear(): void {
    this.shown = [];
  }
}

export const toasts = new Toasts();
