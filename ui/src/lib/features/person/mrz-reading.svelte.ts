import { api, type MrzView, type ProblemView } from '$lib/api';
import { Asking } from '$lib/asking.svelte';
import { typedBirth } from '$lib/birth';
import { fold } from '$lib/fold';
import { MrzLines, mrzLineOf, wholeMrz } from '$lib/mrz-lines';
import { blankDocument, SEEN, UNSEEN, type PersonForm } from './person-form.svelte';

const NAMES = ['given_names', 'surname1', 'surname2'] as const;
export type Field = 'given_names' | 'surnames' | 'birth' | 'sex' | 'nationality';
type Words = Record<Field, string[]>;

/** What was typed and what the document says, where the two differ. */
export type Difference = { field: Field; typed: string[]; read: string[]; use: 'typed' | 'read' };

/** The machine readable lines of a document: they fill what is blank, and overwrite nothing. */
export class MrzReading {
  open = $state(false);
  text = $state('');
  view = $state.raw<MrzView | undefined>(undefined);
  differences = $state.raw<Difference[]>([]);
  /** Lines that came and are not a whole yet. */
  waiting = $state.raw(0);
  readonly asking = new Asking();
  #lines = new MrzLines();

  constructor(private readonly form: PersonForm) {}

  get problems(): ProblemView[] {
    return this.view?.problems ?? [];
  }

  /** Takes what a field holds if a scanner typed a line into it. Says what the field held before, or undefined when it is no line. */
  takeLine(held: string): string | undefined {
    const found = mrzLineOf(held);
    if (!found) return undefined;
    const whole = this.#lines.take(found);
    this.waiting = this.#lines.count;
    this.open = true;
    if (whole) void this.read(whole);
    return held.slice(0, held.length - found.length).trim();
  }

  /** Pasted or scanned into the field of the lines: read at once when whole. */
  typed(): void {
    const whole = wholeMrz(this.text);
    if (whole) void this.read(whole);
  }

  async read(text: string): Promise<void> {
    this.text = text;
    await this.asking.do(async () => {
      const view = await api.readMrz(text);
      this.#fill(view);
      this.view = view;
      this.text = '';
      this.#lines.clear();
      this.waiting = 0;
    });
  }

  /** One key decides which of the two stays. */
  choose(field: Field, use: 'typed' | 'read'): void {
    this.differences = this.differences.map((one) => (one.field === field ? { ...one, use } : one));
    const chosen = this.differences.find((one) => one.field === field);
    if (chosen) this.#put(field, use === 'read' ? chosen.read : chosen.typed);
  }

  close(): void {
    this.open = false;
    this.text = '';
    this.#lines.clear();
    this.waiting = 0;
  }

  #fill(view: MrzView): void {
    const typed = this.#typed();
    const read: Words = { given_names: [capital(view.given_names)], surnames: [capital(view.surname1), capital(view.surname2)], birth: [typedBirth(view.birth)], sex: [view.sex === 'unknown' ? '' : view.sex], nationality: [view.nationality] };
    const fields: Field[] = ['given_names', 'surnames', 'birth', 'sex', 'nationality'];
    const said = (words: string[]) => fold(words.join(' '));
    for (const field of fields) if (said(typed[field]) === '') this.#put(field, read[field]);
    this.differences = fields
      .filter((field) => said(typed[field]) !== '' && said(read[field]) !== '' && said(typed[field]) !== said(read[field]))
      .map((field) => ({ field, typed: typed[field], read: read[field], use: 'typed' }));
    this.#document(view);
  }

  #document({ document }: MrzView): void {
    const bare = (number: string) => number.toUpperCase().replace(/[^A-Z0-9]/g, '');
    const { documents } = this.form;
    const noted = documents.find((one) => bare(one.number) !== '' && bare(one.number) === bare(document.number));
    const untouched = documents.find((one) => this.form.isBlank(one));
    const known = noted ?? untouched;
    this.form.without_documents = false;
    if (!known) {
      documents.push(blankDocument({ ...document, key: blankDocument().key, state: document.state || SEEN }));
      return;
    }
    const { mrz_given, mrz_surname } = document;
    const [first, second] = noted ? [known, document] : [document, known];
    // How somebody saw it is theirs to say, but a paper that was scanned was not only declared.
    const said = noted && known.state !== UNSEEN ? known.state : '';
    Object.assign(known, { mrz_given, mrz_surname, kind: first.kind || second.kind, country: first.country || second.country, number: first.number, state: said || document.state || SEEN });
  }

  #typed(): Words {
    const { form } = this;
    const [given, ...surnames] = NAMES.map((name) => form[name].trim());
    return { given_names: [given ?? ''], surnames, birth: [form.birth.trim()], sex: [form.sex === 'unknown' ? '' : form.sex], nationality: [form.nationality] };
  }

  #put(field: Field, [one = '', other = '']: string[]): void {
    if (field !== 'surnames') this.form[field] = one;
    else [this.form.surname1, this.form.surname2] = [one, other];
  }
}

/** "ANNA MARIA" as a name is written; what has small letters stays. */
export function capital(name: string): string {
  if (name !== name.toUpperCase()) return name;
  return name.toLowerCase().replace(/(^|[\s'’-])(\p{L})/gu, (_, before: string, letter: string) => before + letter.toUpperCase());
}
