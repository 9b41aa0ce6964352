/**
 * Markdown as a tree of our own. The lexer of `marked` reads it; nothing it says ever becomes markup. HTML stays the letters that
 * were written, an address stays text beside the words of its link, and a picture is its description.
 */
import { Lexer, type MarkedToken, type Token, type Tokens, type TokensList } from 'marked';

export type Part =
  | { kind: 'text'; text: string }
  | { kind: 'code'; text: string }
  | { kind: 'strong' | 'emphasis' | 'struck'; parts: Part[] }
  /** `address` is "" where it says nothing more than the words, or leads to no page and no mailbox. */
  | { kind: 'link'; parts: Part[]; address: string }
  | { kind: 'break' };
export type Block =
  | { kind: 'heading'; level: number; parts: Part[]; text: string }
  | { kind: 'paragraph'; parts: Part[] }
  | { kind: 'list'; ordered: boolean; start: number; items: Block[][] }
  | { kind: 'quote'; blocks: Block[] }
  | { kind: 'code'; text: string }
  | { kind: 'table'; head: Part[][]; rows: Part[][][] }
  | { kind: 'rule' };

/** Lists and quotes inside of each other; what lies deeper is read as plain text. */
const DEEPEST = 8;
/** Letters in one go beyond which marks inside of a paragraph are not looked for: nobody writes so, and looking takes long. */
const LONGEST = 6000;

const OPTIONS = { gfm: true, breaks: false, pedantic: false, async: false } as const;

/** The lexer with limits, so that no text takes long or goes too deep. */
class Careful extends Lexer {
  #depth = 0;

  override blockTokens(src: string, tokens?: Token[], last?: boolean): Token[];
  override blockTokens(src: string, tokens?: TokensList, last?: boolean): TokensList;
  override blockTokens(src: string, tokens?: Token[], last?: boolean): Token[] {
    if (this.#depth >= DEEPEST) return plainly(src, tokens);
    this.#depth += 1;
    try {
      return super.blockTokens(src, tokens, last);
    } finally {
      this.#depth -= 1;
    }
  }

  override inlineTokens(src: string, tokens?: Token[]): Token[] {
    return src.length > LONGEST ? plainly(src, tokens) : super.inlineTokens(src, tokens);
  }
}

function plainly(src: string, tokens: Token[] = []): Token[] {
  if (src.trim() !== '') tokens.push({ type: 'text', raw: src, text: src, escaped: false });
  return tokens;
}

const NAMED: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'", nbsp: '\u00a0', copy: '©', ordm: 'º', ordf: 'ª', deg: '°', ndash: '–', mdash: '—', hellip: '…', laquo: '«', raquo: '»' };

/** What is written as `&amp;` or `&#243;`. */
function decode(text: string): string {
  return text.replace(/&(?:#(\d{1,7})|#x([0-9a-f]{1,6})|(\w{2,8}));/gi, (all, decimal?: string, hex?: string, name?: string) => {
    if (name !== undefined) return NAMED[name] ?? all;
    const code = decimal !== undefined ? Number(decimal) : Number.parseInt(hex ?? '', 16);
    return code > 31 && code <= 0x10ffff && !(code >= 0xd800 && code <= 0xdfff) ? String.fromCodePoint(code) : '';
  });
}

/** An address that somebody could type elsewhere. */
const shown = (href: string) => (/^(https?:\/\/|mailto:|tel:)/i.test(href) ? decode(href).replace(/^(mailto|tel):/i, '') : '');

const isComment = (raw: string) => /^\s*<!--[\s\S]*?(-->|$)\s*$/.test(raw);

/** The words alone. */
export const plain = (parts: readonly Part[]): string => parts.map((part) => ('text' in part ? part.text : 'parts' in part ? plain(part.parts) : ' ')).join('');

function partsOf(tokens: readonly Token[] | undefined): Part[] {
  return (tokens ?? []).flatMap((generic): Part[] => {
    const token = generic as MarkedToken;
    switch (token.type) {
      case 'strong':
        return [{ kind: 'strong', parts: partsOf(token.tokens) }];
      case 'em':
        return [{ kind: 'emphasis', parts: partsOf(token.tokens) }];
      case 'del':
        return [{ kind: 'struck', parts: partsOf(token.tokens) }];
      case 'codespan':
        return [{ kind: 'code', text: token.text }];
      case 'br':
        return [{ kind: 'break' }];
      case 'link': {
        const parts = partsOf(token.tokens);
        const address = shown(token.href);
        return [{ kind: 'link', parts, address: plain(parts).includes(address) ? '' : address }];
      }
      case 'image':
        return token.text ? [{ kind: 'emphasis', parts: [{ kind: 'text', text: decode(token.text) }] }] : [];
      case 'html':
        return isComment(token.raw) ? [] : [{ kind: 'text', text: token.raw }];
      case 'text':
        return token.tokens ? partsOf(token.tokens) : [{ kind: 'text', text: decode(token.text) }];
      case 'escape':
        return [{ kind: 'text', text: token.text }];
      default:
        return [{ kind: 'text', text: generic.raw }];
    }
  });
}

/** A mark of a list that is to be ticked, which is no part of its words. */
function itemOf(item: Tokens.ListItem): Block[] {
  const blocks = blocksOf(item.tokens.filter(({ type }) => type !== 'checkbox'));
  if (!item.task) return blocks;
  const mark: Part = { kind: 'text', text: item.checked ? '☑ ' : '☐ ' };
  const [first, ...rest] = blocks;
  return first?.kind === 'paragraph' ? [{ kind: 'paragraph', parts: [mark, ...first.parts] }, ...rest] : [{ kind: 'paragraph', parts: [mark] }, ...blocks];
}

function blocksOf(tokens: readonly Token[]): Block[] {
  return tokens.flatMap((generic): Block[] => {
    const token = generic as MarkedToken;
    switch (token.type) {
      case 'space':
      case 'def':
        return [];
      case 'heading': {
        const parts = partsOf(token.tokens);
        return [{ kind: 'heading', level: token.depth, parts, text: plain(parts).trim() }];
      }
      case 'list':
        return [{ kind: 'list', ordered: token.ordered, start: typeof token.start === 'number' ? token.start : 1, items: token.items.map(itemOf) }];
      case 'blockquote':
        return [{ kind: 'quote', blocks: blocksOf(token.tokens) }];
      case 'code':
        return [{ kind: 'code', text: token.text }];
      case 'hr':
        return [{ kind: 'rule' }];
      case 'table':
        return [{ kind: 'table', head: token.header.map(({ tokens: cell }) => partsOf(cell)), rows: token.rows.map((row) => row.map(({ tokens: cell }) => partsOf(cell))) }];
      case 'html':
        return isComment(token.raw) ? [] : [{ kind: 'paragraph', parts: [{ kind: 'text', text: token.raw.trim() }] }];
      case 'text':
      case 'paragraph':
        return [{ kind: 'paragraph', parts: token.tokens ? partsOf(token.tokens) : [{ kind: 'text', text: decode(token.text) }] }];
      default:
        return [{ kind: 'paragraph', parts: [{ kind: 'text', text: generic.raw }] }];
    }
  });
}

/** What a text says. One that cannot be read as Markdown is shown as it was written. */
export function readMarkdown(text: string): Block[] {
  try {
    return blocksOf(new Careful(OPTIONS).lex(text));
  } catch {
    return text.split(/\n{2,}/).map((part) => ({ kind: 'paragraph', parts: [{ kind: 'text', text: part }] }));
  }
}

/** The headings that stand by themselves, with their places among the blocks. */
export function headingsOf(blocks: readonly Block[]): { at: number; level: number; text: string }[] {
  return blocks.flatMap((block, at) => (block.kind === 'heading' && block.text ? [{ at, level: block.level, text: block.text }] : []));
}

/** Parts of one paragraph by the lines in which they were written. */
function splitLines(parts: readonly Part[]): Part[][] {
  const lines: Part[][] = [[]];
  for (const part of parts) {
    if (part.kind === 'break') lines.push([]);
    else if (part.kind !== 'text') lines.at(-1)?.push(part);
    else
      part.text.split('\n').forEach((text, at) => {
        if (at > 0) lines.push([]);
        if (text) lines.at(-1)?.push({ kind: 'text', text });
      });
  }
  return lines.filter((line) => plain(line).trim() !== '');
}

/** The lines of a short text, one of each item and of each line of a paragraph. */
export function linesOf(blocks: readonly Block[]): Part[][] {
  return blocks.flatMap((block): Part[][] => {
    if (block.kind === 'paragraph' || block.kind === 'heading') return splitLines(block.parts);
    if (block.kind === 'list') return block.items.flatMap(linesOf);
    return block.kind === 'quote' ? linesOf(block.blocks) : [];
  });
}
