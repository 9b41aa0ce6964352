/** What can be done about a note, for as long as it shows. */
export type ToastAct = { label: string; act: () => void };
export type Toast = { id: number; tone: 'ok' | 'warn'; text: string; carried: boolean; act?: ToastAct };

const STAY = 6000;
let last = 0;

/** Short notes that come, are read aloud, and go. */
class Toasts {
  shown = $state.raw<Toast[]>([]);

  /** One with an act takes the place of the last one that had one. */
  say(text: string, tone: Toast['tone'] = 'ok', act?: ToastAct): void {
    if (act) this.shown = this.shown.filter((toast) => !toast.act);
    this.#add(text, tone, false, act);
  }

  /** A note about what was just done, which the next screen shows. */
  carry(text: string, tone: Toast['tone'] = 'ok'): void {
    this.#add(text, tone, true);
  }

  /** Another screen: a note stays only when it was carried here. */
  arrive(): void {
    this.shown = this.shown.filter((toast) => toast.carried).map((toast) => ({ ...toast, carried: false }));
  }

  /** Something is written: what was said about the last save is no longer true of the screen. A warning stays its time. */
  write(): void {
    if (this.shown.some((toast) => toast.tone === 'ok')) this.shown = this.shown.filter((toast) => toast.tone !== 'ok');
  }

  #add(text: string, tone: Toast['tone'], carried: boolean, act?: ToastAct): void {
    const id = ++last;
    // The same words again replace the earlier ones.
    this.shown = [...this.shown.filter((toast) => toast.text !== text), { id, tone, text, carried, ...(act && { act }) }];
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
