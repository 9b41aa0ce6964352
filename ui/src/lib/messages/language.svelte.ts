import { es } from './es';

/** What every language has: the same keys, the same parameters. English and Portuguese come later. */
export type Messages = typeof es;
export type TroubleWords = { sentence: string; action: string };

let chosen = $state.raw<Messages>(es);

/** The words of the chosen language: `t.home.title`, `t.person.years(34)`. */
export const t: Messages = new Proxy(es, {
  get: (_, key) => Reflect.get(chosen, key) as unknown
});

/** Changes the language of every screen at once. */
export function speak(messages: Messages): void {
  chosen = messages;
  document.documentElement.lang = messages.locale.slice(0, 2);
}
