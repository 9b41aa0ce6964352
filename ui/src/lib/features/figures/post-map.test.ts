import { expect, it } from 'vitest';
import type { FigurePost } from '$lib/api';
import outline from './outline.json';
import { landsOf, marksOf, namedMarks, nextMark, projectionOf } from './post-map';

const [WIDTH, HEIGHT] = [600, 520];
const post = (code: string, latitude: number | null, longitude: number | null, n: number | null = 10, silent = false): FigurePost => ({ code, name: code, municipality: '', municipality_name: '', latitude, longitude, people: { n, hidden: n === null ? 'small' : '' }, heard_on: '', silent_days: 0, silent });
const pisiga = post('pisiga', -19.27, -68.62, 400);
const oruro = post('oruro', -17.97, -67.11, 100);
const tambo = post('tambo-quemado', -18.28, -69, null);
const marks = (posts: FigurePost[]) => marksOf(posts, projectionOf(posts, 'posts', WIDTH, HEIGHT));

it('the outline says where it is from and stays small', () => {
  expect(outline.source).toContain('Natural Earth');
  expect(JSON.stringify(outline).length).toBeLessThan(60_000);
  expect(outline.features.map(({ properties }) => properties.country)).toEqual(['AR', 'BO', 'BR', 'CL', 'PE', 'PY']);
});

it('every post with a place is inside the picture, and one without has no mark', () => {
  const shown = marks([pisiga, oruro, tambo, post('nowhere', null, null), post('half', -17, null)]);
  expect(shown.map((mark) => mark.post.code).sort()).toEqual(['oruro', 'pisiga', 'tambo-quemado']);
  for (const { x, y } of shown) expect([x > 20 && x < WIDTH - 20, y > 20 && y < HEIGHT - 20]).toEqual([true, true]);
  const [west, east] = [shown.find((mark) => mark.post === tambo), shown.find((mark) => mark.post === oruro)];
  expect((west?.x ?? 0) < (east?.x ?? 0)).toBe(true);
});

it('the area of a mark is its share of people, and what does not show is the smallest', () => {
  const sizes = new Map(marks([pisiga, oruro, tambo]).map(({ post: { code }, r }) => [code, r]));
  expect([sizes.get('pisiga'), sizes.get('oruro'), sizes.get('tambo-quemado')]).toEqual([26, 17, 8]);
});

it('one post alone, or none, still has its country around it', () => {
  expect(marks([pisiga])).toHaveLength(1);
  const lands = landsOf(projectionOf([], 'posts', WIDTH, HEIGHT), WIDTH, HEIGHT);
  expect(lands.find(({ country }) => country === 'BO')?.path.length).toBeGreaterThan(500);
  expect(lands.find(({ country }) => country === 'BO')?.name).toBeDefined();
});

it('an arrow goes to the next post that way', () => {
  const all = marks([pisiga, oruro, tambo]);
  expect([nextMark(all, 'pisiga', 'ArrowUp'), nextMark(all, 'tambo-quemado', 'ArrowRight'), nextMark(all, 'oruro', 'ArrowRight'), nextMark(all, 'oruro', 'Enter')]).toEqual(['tambo-quemado', 'oruro', undefined, undefined]);
});

it('names do not lie on each other, are cut, and the chosen one is always read', () => {
  const near = [post('a long name here', -17.97, -67.11, 9), post('another long name', -17.971, -67.108, 90)];
  expect(namedMarks(marks(near), '', WIDTH).map(({ code, left }) => [code, left])).toEqual([['another long name', false]]);
  expect(namedMarks(marks(near), 'a long name here', WIDTH).map(({ code }) => code)).toContain('a long name here');
  const long = post('Puesto de atención integral a personas en movilidad humana', -17.97, -67.11);
  expect(namedMarks(marks([long]), '', WIDTH)[0]?.text).toMatch(/^.{20,26}$/);
});
