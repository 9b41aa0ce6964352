/** What the invented answers of the dupla's work share. */
import type { CommandError, PersonView, PostCard, ProblemView, UserCard } from '../bindings';

export type Care = {
  ok: <T>(data: T) => Promise<{ status: 'ok'; data: T }>;
  no: (code: string, fields?: ProblemView[]) => Promise<{ status: 'error'; error: CommandError }>;
  has: (word: string) => boolean;
  people: () => PersonView[];
  user: () => UserCard;
  post: () => PostCard;
  forget: (draft: string) => void;
};

export const hex = () => crypto.randomUUID().replaceAll('-', '');
export const wrong = (field: string, code: string): ProblemView[] => [{ field, code, severity: 'error' }];
export const many = (care: Care, few: number) => (care.has('empty') ? 0 : care.has('many') ? 10_000 : few);
export const failing = (care: Care) => (care.has('failing') ? care.no('POSTA-X1') : undefined);
export const cardOf = (care: Care, id: string) => care.people().find(({ card }) => card.id === id)?.card ?? null;
