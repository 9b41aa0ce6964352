import { api, type RequirementView, type SheetLanguage, type SheetView } from '$lib/api';
import { Trouble } from '$lib/trouble';

/** Reads the requirements of one person in a language. */
export type Requirements = (language: string) => Promise<RequirementView[]>;

/** What is turned to the person: the sheet of a language, and the person's own requirements in it. */
export class SheetShow {
  languages = $state.raw<SheetLanguage[]>([]);
  sheet = $state.raw<SheetView | undefined>(undefined);
  requirements = $state.raw<RequirementView[]>([]);
  language = $state('');
  busy = $state(false);
  trouble = $state.raw<Trouble | undefined>(undefined);
  #turn = 0;

  constructor(private readonly ask?: Requirements) {}

  /** A language without a sheet falls back to the first. */
  async begin(wanted: string): Promise<void> {
    try {
      this.languages = await api.sheetLanguages();
      await this.speak(this.languages.find((one) => one.code === wanted)?.code ?? this.languages[0]?.code ?? wanted);
    } catch (thrown) {
      this.trouble = Trouble.from(thrown);
    }
  }

  async speak(language: string): Promise<void> {
    const turn = ++this.#turn;
    this.language = language;
    this.busy = true;
    this.trouble = undefined;
    try {
      const [sheet, requirements] = await Promise.all([api.rightsSheet(language), this.ask?.(language) ?? []]);
      if (turn === this.#turn) [this.sheet, this.requirements] = [sheet, requirements];
    } catch (thrown) {
      if (turn === this.#turn) this.trouble = Trouble.from(thrown);
    } finally {
      if (turn === this.#turn) this.busy = false;
    }
  }

  get reviewed(): boolean {
    return this.languages.find((one) => one.code === this.language)?.reviewed ?? this.sheet?.reviewed ?? true;
  }
}
