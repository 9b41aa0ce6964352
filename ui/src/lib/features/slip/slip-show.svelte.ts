import { api, type PrintView, type SheetLanguage } from '$lib/api';
import { Asking } from '$lib/asking.svelte';
import { LANGUAGES } from '$lib/messages';
import { Trouble } from '$lib/trouble';

export const PAPERS = ['a6', 'a5', 'receipt'] as const;
export type Paper = 'a4' | 'card' | (typeof PAPERS)[number];

/** What can be printed: pages of a paper in a language, and the same as a file. */
export type Source = {
  /** The languages that it is made in; all of the sheets when left out. */
  languages?: readonly string[];
  /** The papers that it is made for, the first one first; those of slips when left out. */
  papers?: readonly Paper[];
  print: (paper: string, language: string) => Promise<PrintView>;
  save: (paper: string, language: string, folder: string) => Promise<{ path: string }>;
};

export const slipOf = (person: string): Source => ({
  languages: LANGUAGES,
  print: (paper, language) => api.slip(person, paper, language),
  save: (paper, language, folder) => api.saveSlip(person, paper, language, folder)
});

/** The card: of one size, so that there is no paper to choose. */
export const cardOf = (person: string): Source => ({
  languages: LANGUAGES,
  papers: ['card'],
  print: (_paper, language) => api.card(person, language),
  save: (_paper, language, folder) => api.saveCard(person, language, folder)
});

/** The letter of a referral. Once it is saved the referral counts as sent: `sent` is told. */
export const letterOf = (referral: string, sent: () => void): Source => ({
  papers: ['a5', 'a4'],
  print: (paper, language) => api.referralLetter(referral, paper, language),
  save: async (paper, language, folder) => {
    const saved = await api.saveReferralLetter(referral, paper, language, folder);
    sent();
    return saved;
  }
});

/** What a person chose of their summary. The shell notes for the supervisors each time that it is made. */
export const summaryOf = (person: string, choice: string[]): Source => ({
  languages: LANGUAGES,
  papers: ['a5', 'a6', 'receipt'],
  print: (paper, language) => api.summaryPage(person, choice, paper, language),
  save: (paper, language, folder) => api.saveSummary(person, choice, paper, language, folder)
});

export const sheetSource: Source = {
  print: (paper, language) => api.sheetPrint(language, paper),
  save: (paper, language, folder) => api.saveSheet(language, paper, folder)
};

/** A page as bytes, from the base64 that the shell sends. */
export function bytesOf(base64: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
}

/** Pages as pictures of the window's own. Their addresses live as long as they show. */
export class SlipShow {
  paper = $state<Paper>('a6');
  language = $state('es');
  languages = $state.raw<SheetLanguage[]>([]);
  view = $state.raw<(Omit<PrintView, 'pages'> & { urls: string[] }) | undefined>(undefined);
  trouble = $state.raw<Trouble | undefined>(undefined);
  folder = $state('');
  saved = $state.raw('');
  readonly saving = new Asking();
  #turn = 0;

  constructor(
    private readonly source: Source,
    language: string,
    paper: Paper = 'a6'
  ) {
    this.language = language;
    this.paper = paper;
  }

  async begin(): Promise<void> {
    const all = await api.sheetLanguages().catch(() => []);
    this.languages = all.filter(({ code }) => this.source.languages?.includes(code) ?? true);
    if (!this.languages.some((one) => one.code === this.language)) this.language = this.languages[0]?.code ?? this.language;
    await this.make();
  }

  /** Makes the pages anew; what showed stays until they are there. */
  async make(): Promise<void> {
    const turn = ++this.#turn;
    this.trouble = undefined;
    this.saved = '';
    try {
      const { pages, width_mm, height_mm } = await this.source.print(this.paper, this.language);
      if (turn !== this.#turn) return;
      const urls = pages.map((page) => URL.createObjectURL(new Blob([bytesOf(page)], { type: 'image/png' })));
      this.#release();
      this.view = { urls, width_mm, height_mm };
    } catch (thrown) {
      if (turn === this.#turn) this.trouble = Trouble.from(thrown);
    }
  }

  async save(): Promise<void> {
    this.saved = '';
    await this.saving.do(async () => {
      const { path } = await this.source.save(this.paper, this.language, this.folder.trim());
      this.saved = path;
    });
  }

  #release(): void {
    for (const url of this.view?.urls ?? []) URL.revokeObjectURL(url);
  }

  close(): void {
    this.#turn += 1;
    this.#release();
    this.view = undefined;
  }
}
