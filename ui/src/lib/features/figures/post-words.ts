import type { FigurePost } from '$lib/api';
import { t } from '$lib/messages';
import { sayDay } from '$lib/moment';
import { sayFigure } from './figure-words';

/** When a post was last heard of, or since when it was not. */
export function sayHeard(post: FigurePost): string {
  if (post.silent) return post.silent_days === null ? t.figures.posts.never : t.figures.posts.days(post.silent_days);
  return post.heard_on ? t.figures.posts.heard(sayDay(post.heard_on)) : t.figures.posts.never;
}

/** A post as it is read aloud. */
export const sayPost = (post: FigurePost, below: number): string => [post.name, t.figures.posts.people(sayFigure(post.people, 'people', below)), sayHeard(post)].join(', ');

/** Those that are not heard of first, the longest first; then by how many people. */
export const sortPosts = (posts: readonly FigurePost[]): FigurePost[] =>
  [...posts].sort((one, other) => Number(other.silent) - Number(one.silent) || (one.silent ? (other.silent_days ?? Infinity) - (one.silent_days ?? Infinity) || 0 : 0) || (other.people.n ?? -1) - (one.people.n ?? -1) || one.name.localeCompare(other.name));
