const CODE_LENGTH = 16;
const ALPHABET = /[^0-9A-HJKMNP-TV-Z]/g;

/** The code as it is printed, whatever was typed: capitals, groups of four, O and I read as digits. */
export function shapeCode(typed: string): string {
  const letters = typed.toUpperCase().replace(/O/g, '0').replace(/[IL]/g, '1').replace(ALPHABET, '').slice(0, CODE_LENGTH);
  return letters.match(/.{1,4}/g)?.join('-') ?? '';
}

export const isWholeCode = (code: string): boolean => shapeCode(code).length === CODE_LENGTH + 3;

/** Server and code of `posta:join?s=..&c=..`, or of an address and a code typed one after the other. "" for what is not there. */
export function readInvitation(typed: string): { server: string; code: string } {
  const text = typed.trim();
  const link = /^posta:join\?(.*)$/is.exec(text)?.[1];
  if (link !== undefined) {
    const said = new URLSearchParams(link);
    return { server: said.get('s') ?? '', code: shapeCode(said.get('c') ?? '') };
  }
  const server = /https?:\/\/\S+/i.exec(text)?.[0] ?? '';
  return { server, code: shapeCode(text.replace(server, ' ')) };
}
