/** How material is told in a line. */
import { fold } from '$lib/fold';
import { sayDated } from '$lib/dated';
import { t } from '$lib/messages';
import type { ShelfItem } from '$lib/api';

/** Of several of a kind; a kind that this version does not know says its own name. */
export const sayKinds = (kind: string, name: string): string => Object.entries(t.shelf.kinds).find(([code]) => code === kind)?.[1] ?? name;

/** Date, language and source, always all three; the source may be long. */
export const sayOrigin = ({ date, source, language_name }: ShelfItem): string => [sayDated(date) || t.shelf.undated, language_name, source || t.shelf.unsourced].join(' · ');

export const isWhole = ({ file }: Pick<ShelfItem, 'file'>): boolean => file !== null && file.here >= file.pieces;

/** A text in pieces, with those marked that were looked for: words that begin as one that was typed. */
export function marked(text: string, typed: string): { text: string; hit: boolean }[] {
  const parts = fold(typed).split(' ').filter(Boolean);
  return text
    .split(/([\p{L}\p{N}]+)/u)
    .filter(Boolean)
    .map((piece) => ({ text: piece, hit: /[\p{L}\p{N}]/u.test(piece) && parts.some((part) => fold(piece).startsWith(part)) }));
}
