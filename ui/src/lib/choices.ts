import type { Catalogue, Choice } from './bindings';

/** The label of a code; the code itself when this version does not know it. */
export function labelOf(choices: readonly Pick<Choice, 'code' | 'label'>[], code: string): string {
  return choices.find((choice) => choice.code === code)?.label ?? code;
}

/** Posts whose team reads this one's agenda: those of the own municipality, which the shell tells by showing them first. */
export const ownPosts = ({ posts }: Pick<Catalogue, 'posts'>): Choice[] => posts.filter(({ common }) => common);
