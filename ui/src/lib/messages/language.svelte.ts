import { en } from './en';
import { es } from './es';
import { pt } from './pt';

/** What every language has: the same keys, the same parameters. */
export type Messages = typeof es;
export type TroubleWords = { sentence: string; action: string };
/** The languages of the interface, Spanish first. */
export type Language = 'es' | 'pt' | 'en';

export const spoken: Readonly<Record<Language, Messages>> = { es, pt, en };
export const LANGUAGES: readonly Language[] = ['es', 'pt', 'en'];

let chosen = $state.raw<Language>('es');

/** The words of the chosen language: `t.home.title`, `t.person.years(34)`. */
export const t: Messages = new Proxy(es, {
  get: (_, key) => Reflect.get(spoken[chosen], key) as unknown
});

/** The language that screens speak now. */
export const language = (): Language => chosen;

/** A word of a language that this version speaks; undefined for any other. */
export const languageNamed = (word: string): Language | undefined => LANGUAGES.find((one) => one === word);

/** Changes the language of every screen at once; what is typed stays. */
export function speak(language: Language): void {
  chosen = language;
  document.documentElement.lang = language;
}
