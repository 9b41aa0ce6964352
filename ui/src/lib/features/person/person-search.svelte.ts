import { api, type MrzView, type PersonCard } from '$lib/api';
import { MrzLines, mrzLineOf, wholeMrz } from '$lib/mrz-lines';
import { Trouble } from '$lib/trouble';

const PAUSE = 70;

/** A card's code, as scanned or typed: tolerant of case and spaces. */
export const isCard = (text: string): boolean => /^posta[i1l]-?[0-9a-z-]{20,}/i.test(text.replace(/\s/g, ''));

/** People as one types. Only the answer to the last thing typed shows. */
export class PersonSearch {
  typed = $state('');
  found = $state.raw<PersonCard[]>([]);
  /** What `found` answers; "" before the first answer. */
  answered = $state.raw('');
  trouble = $state.raw<Trouble | undefined>(undefined);
  /** The card that was read is of somebody who is not on this device. */
  absent = $state(false);
  /** What the lines of a document said, when they were scanned here. */
  document = $state.raw<{ view: MrzView; lines: string } | undefined>(undefined);
  /** Lines that came and are not a whole yet. */
  waiting = $state.raw(0);
  #lines = new MrzLines();
  /** The row that Enter opens: a person, the row after the last one, or one of those beside them. */
  active = $state(0);
  /** Rows of something else, after these. They may come late and change nothing of the others. */
  beside = $state(0);
  #timer: ReturnType<typeof setTimeout> | undefined;
  #turn = 0;
  /** What Enter asked for before the answer was there. */
  #awaited: ((index: number) => void) | undefined;

  constructor(
    private readonly limit: number,
    /** A last row offers to register who was not found. */
    private readonly offersNew: boolean
  ) {}

  get rows(): number {
    return this.answered === '' ? 0 : this.found.length + (this.offersNew ? 1 : 0);
  }

  get onNew(): boolean {
    return this.offersNew && this.rows > 0 && this.active === this.found.length;
  }

  type(text: string): void {
    this.typed = text;
    this.#awaited = undefined;
    clearTimeout(this.#timer);
    if (text.trim() === '' && this.waiting === 0) return this.clear();
    this.#timer = setTimeout(() => void this.#ask(), PAUSE);
  }

  /**
   * Takes the active row. Of what was typed a moment ago the answer is still under way: then it is taken when it comes,
   * if it leaves no choice. A hand or a scanner is faster than the search, and its Enter is not lost.
   */
  enter(take: (index: number) => void): void {
    const answered = this.document ? this.typed === '' : this.answered === this.typed.trim();
    if (!answered) this.#awaited = take;
    else if (this.rows + this.beside > 0) take(this.active);
  }

  /** The person whose card this is; undefined, said as such, when nobody here is. */
  async openCard(): Promise<string | undefined> {
    clearTimeout(this.#timer);
    const turn = ++this.#turn;
    this.trouble = undefined;
    this.found = [];
    try {
      return await api.openCard(this.typed.trim());
    } catch (thrown) {
      const trouble = Trouble.from(thrown);
      if (turn !== this.#turn) return undefined;
      this.absent = trouble.code === 'POSTA-B2';
      if (!this.absent) this.trouble = trouble;
      this.answered = this.typed.trim();
      return undefined;
    }
  }

  /** Takes what the field holds if it is a line of a document, typed by a scanner or pasted whole. Says whether it was. */
  takeLine(): boolean {
    const line = mrzLineOf(this.typed);
    const whole = wholeMrz(this.typed) ?? (line ? this.#lines.take(line) : undefined);
    if (!whole && !line) return false;
    this.waiting = this.#lines.count;
    clearTimeout(this.#timer);
    this.typed = '';
    if (whole) void this.#readLines(whole);
    return true;
  }

  /** Looks for the number of the document, and for the name when nobody has the number. */
  async #readLines(lines: string): Promise<void> {
    const turn = ++this.#turn;
    this.waiting = 0;
    this.#lines.clear();
    try {
      const view = await api.readMrz(lines);
      const name = [view.given_names, view.surname1, view.surname2].filter(Boolean).join(' ');
      const byNumber = view.document.number ? await api.findPeople(view.document.number, this.limit) : [];
      const found = byNumber.length > 0 || !name ? byNumber : await api.findPeople(name, this.limit);
      if (turn !== this.#turn) return;
      this.found = found;
      this.document = { view, lines };
      this.trouble = undefined;
      this.answered = name || view.document.number;
    } catch (thrown) {
      if (turn !== this.#turn) return;
      this.found = [];
      this.trouble = Trouble.from(thrown);
      this.answered = lines;
    }
    this.active = 0;
  }

  async #ask(): Promise<void> {
    const turn = ++this.#turn;
    const text = this.typed.trim();
    if (isCard(text) || mrzLineOf(text)) return;
    this.absent = false;
    this.document = undefined;
    try {
      const found = await api.findPeople(text, this.limit);
      if (turn !== this.#turn) return;
      this.found = found;
      this.trouble = undefined;
    } catch (thrown) {
      if (turn !== this.#turn) return;
      this.found = [];
      this.trouble = Trouble.from(thrown);
    }
    this.answered = text;
    this.active = 0;
    const awaited = this.#awaited;
    this.#awaited = undefined;
    if (!this.trouble && this.rows > 0 && this.found.length <= 1) awaited?.(0);
  }

  /** Up and down through the rows, around the ends: upwards from the first one to the last that is of people. */
  move(step: 1 | -1): void {
    const all = this.rows + this.beside;
    if (all === 0) return;
    if (this.active >= all) this.active = 0;
    else if (step < 0 && this.active === 0 && this.rows > 0) this.active = this.rows - 1;
    else this.active = (this.active + step + all) % all;
  }

  clear(): void {
    clearTimeout(this.#timer);
    this.#turn += 1;
    this.#awaited = undefined;
    this.typed = '';
    this.found = [];
    this.answered = '';
    this.trouble = undefined;
    this.absent = false;
    this.document = undefined;
    this.waiting = 0;
    this.#lines.clear();
    this.active = 0;
  }
}
