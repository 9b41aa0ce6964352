import { api } from '$lib/api';
import { Trouble } from '$lib/trouble';
import type { OpenPdf } from './pdf';

const SIZES = [50, 75, 100, 125, 150, 200, 300];

/** A PDF that is read page by page. */
export class PdfReading {
  state = $state.raw<'opening' | 'open' | 'broken'>('opening');
  /** Why the shell did not give it. */
  trouble = $state.raw<Trouble | undefined>(undefined);
  page = $state(1);
  pages = $state(0);
  /** Percent of the width that there is. */
  size = $state(100);
  /** What the page says, for who hears it. */
  words = $state('');
  #pdf: OpenPdf | undefined;
  #closed = false;

  constructor(private readonly id: string) {}

  async open(): Promise<void> {
    try {
      const content = await api.shelfFile(this.id);
      const { openPdf } = await import('./pdf');
      const pdf = await openPdf(content);
      if (this.#closed) return pdf.close();
      this.#pdf = pdf;
      this.pages = pdf.pages;
      this.state = 'open';
    } catch (thrown) {
      // What the library finds wrong with a document is of no use to who reads.
      if (thrown instanceof Trouble) this.trouble = thrown;
      this.state = 'broken';
    }
  }

  async draw(canvas: HTMLCanvasElement, width: number): Promise<void> {
    const page = this.page;
    try {
      await this.#pdf?.draw(page, canvas, (width * this.size) / 100);
      const words = (await this.#pdf?.words(page)) ?? '';
      if (page === this.page) this.words = words;
    } catch {
      if (!this.#closed && page === this.page) this.state = 'broken';
    }
  }

  turn(to: number): void {
    const next = Math.min(Math.max(1, to), this.pages);
    if (next === this.page) return;
    this.page = next;
    this.words = '';
  }

  resize(step: 1 | -1): void {
    const next = SIZES[SIZES.indexOf(this.size) + step];
    if (next !== undefined) this.size = next;
  }

  get largest(): boolean {
    return this.size === SIZES.at(-1);
  }

  get smallest(): boolean {
    return this.size === SIZES[0];
  }

  /** Says whether the key was for the document. */
  key(key: string): boolean {
    const page: Record<string, number> = { ArrowRight: this.page + 1, PageDown: this.page + 1, ArrowLeft: this.page - 1, PageUp: this.page - 1, Home: 1, End: this.pages };
    const to = page[key];
    if (to !== undefined) this.turn(to);
    else if (key === '+' || key === '=') this.resize(1);
    else if (key === '-') this.resize(-1);
    else return false;
    return true;
  }

  close(): void {
    this.#closed = true;
    this.#pdf?.close();
  }
}
