/** Machine readable lines as a scanner types them, one Enter after each, or as somebody pastes them. */

/** Letters of a line, by how many lines make a whole. */
const SHAPES = [
  { lines: 2, letters: 44 },
  { lines: 2, letters: 36 },
  { lines: 3, letters: 30 }
] as const;
const LINE = /[A-Z0-9<]{30,}$/;
const signs = (text: string) => text.toUpperCase().replace(/[«‹]/g, '<');
const clean = (text: string) => signs(text).replace(/\s/g, '');

/** The line at the end of what a field holds, or "". A name never looks so: it needs a filler and 30 letters without a space. */
export function mrzLineOf(text: string): string {
  const found = LINE.exec(signs(text))?.[0] ?? '';
  const { letters } = SHAPES.find((shape) => found.length >= shape.letters) ?? { letters: 0 };
  return letters > 0 && found.includes('<') ? found.slice(-letters) : '';
}

/** Whole lines from a text that may have lost its line breaks; undefined when it is no whole. */
export function wholeMrz(text: string): string | undefined {
  const parts = text.split(/\r?\n/).map(clean).filter(Boolean);
  const joined = parts.join('');
  if (!/^[A-Z0-9<]+$/.test(joined) || !joined.includes('<')) return undefined;
  const shape = SHAPES.find(({ lines, letters }) => lines * letters === joined.length);
  if (!shape) return undefined;
  return Array.from({ length: shape.lines }, (_, index) => joined.slice(index * shape.letters, (index + 1) * shape.letters)).join('\n');
}

/** Gathers the lines that a scanner types, until they are a whole. */
export class MrzLines {
  #lines: string[] = [];

  get count(): number {
    return this.#lines.length;
  }

  /** Takes a line. The whole once it is there; what begins anew starts over. */
  take(line: string): string | undefined {
    const letters = this.#lines[0]?.length;
    if (letters !== undefined && letters !== line.length) this.#lines = [];
    this.#lines.push(line);
    const whole = wholeMrz(this.#lines.join('\n'));
    if (whole || this.#lines.length >= 3) this.#lines = [];
    return whole;
  }

  clear(): void {
    this.#lines = [];
  }
}
