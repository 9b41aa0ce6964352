/** Codes that go from screen to screen: read from a photo, shown with their words. */
import { api } from './api';
import { t } from './messages';
import { toasts } from './toasts.svelte';
import { sayTrouble, Trouble } from './trouble';

/** The text of the QR in a picture. */
export const readPhoto = (picture: { width: number; height: number; points: number[] }): Promise<string> => api.readQr(picture.width, picture.height, picture.points);

/** Why a photo was not read, in one line. What is not the shell's own answer is a picture that cannot be opened. */
export function sayUnread(thrown: unknown): string {
  const trouble = thrown instanceof Trouble ? thrown : new Trouble('POSTA-Q1');
  const words = sayTrouble(trouble);
  return t.trouble.told(words.sentence, words.action, words.code);
}

/** What stands around a code that is shown. */
export function codeWords(): { picture: string; text: string; copy: string; words: string; wordsText: string } {
  return { picture: t.session.code.picture, text: t.session.code.text, copy: t.session.code.copy, words: t.session.code.words, wordsText: t.session.code.wordsText };
}

export const copied = (): void => toasts.say(t.session.code.copied);
