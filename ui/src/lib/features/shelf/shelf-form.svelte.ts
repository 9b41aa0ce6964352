import { api, type DraftCard, type ProblemView, type Saved, type ShelfFile, type ShelfInput, type ShelfPage } from '$lib/api';
import { Asking } from '$lib/asking.svelte';
import { readDated, writeDated } from '$lib/dated';
import { language } from '$lib/messages';
import { OfficeForm } from '$lib/office-form.svelte';

/** Stand for no file, and for one whose place is typed. */
export const NONE = '';
export const OTHER = 'other';

export const blankMaterial = (language = 'es'): ShelfInput => ({ id: '', kind: 'guide', title: '', summary: '', language, date: '', source: '', text: '', withdrawn: false });
export const materialOf = ({ item, text }: ShelfPage): ShelfInput => ({ id: item.id, kind: item.kind, title: item.title, summary: item.summary, language: item.language, date: writeDated(item.date), source: item.source, text, withdrawn: item.withdrawn });

const problem = (field: string, code: string): ProblemView => ({ field, code, severity: 'error' });

/** Material in its form; its date is as it was typed. The PDF is taken in once the rest is saved. */
export class ShelfForm extends OfficeForm<ShelfInput> {
  /** Path of a file, `NONE` or `OTHER`. */
  chosen = $state(NONE);
  path = $state('');
  tried = $state(false);
  /** Why the PDF was not taken in, after the rest was saved. */
  readonly filing = new Asking();

  constructor(
    input: ShelfInput = blankMaterial(),
    drafts: readonly DraftCard[] = [],
    /** The PDF that it has. */
    readonly file: ShelfFile | null = null,
    readonly textLimit = 60_000
  ) {
    super('publication', input, drafts);
  }

  protected get title(): string {
    return this.input.title;
  }

  /** The PDF to take in; "" none. */
  get taken(): string {
    return this.chosen === OTHER ? this.path.trim() : this.chosen;
  }

  protected missing({ title, kind, language, date, text }: ShelfInput): ProblemView[] {
    return [
      ...(title === '' ? [problem('title', 'publication_title_missing')] : []),
      ...(kind === '' ? [problem('kind', 'publication_kind_unknown')] : []),
      ...(language === '' ? [problem('language', 'publication_language_unknown')] : []),
      ...(readDated(date) === undefined ? [problem('date', 'date_unreadable')] : []),
      ...([...text].length > this.textLimit ? [problem('text', 'text_too_long')] : []),
      ...(text === '' && this.taken === '' && !this.file ? [problem('text', 'publication_blank')] : []),
      ...(this.chosen === OTHER && this.taken === '' ? [problem('file', 'file_unreadable')] : [])
    ];
  }

  protected send(input: ShelfInput, base: ShelfInput | null): Promise<Saved> {
    const dated = (material: ShelfInput) => ({ ...material, date: readDated(material.date) ?? '' });
    return api.saveShelfItem(dated(input), base && dated(base));
  }

  protected async read(): Promise<ShelfInput> {
    return materialOf(await api.shelfPage(this.input.id, language()));
  }

  /** Takes the chosen PDF into what was saved. Says whether nothing is left to do. */
  async takeFile(id: string): Promise<boolean> {
    const path = this.taken;
    return path === '' || this.filing.do(async () => void (await api.addShelfFile(id, path)));
  }
}
