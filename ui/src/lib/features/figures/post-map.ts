import { geoMercator, geoPath, type GeoProjection } from 'd3-geo';
import type { FigurePost } from '$lib/api';
import outline from './outline.json';

type Outline = { type: 'FeatureCollection'; features: { type: 'Feature'; properties: { country: string }; geometry: { type: 'MultiPolygon'; coordinates: number[][][][] } }[] };
const LAND = outline as unknown as Outline;

export type MapView = 'posts' | 'country';
/** A country on the map: its ISO letters, its shape, and where its name stands ("" and undefined when it does not show). */
export type Land = { country: string; path: string; name: readonly [number, number] | undefined };
/** A post on the map, in its pixels. */
export type Mark = { post: FigurePost; x: number; y: number; r: number };

const EDGE = 46;
/** What lies more aside than ahead comes after everything else. */
const FAR = 100_000;
/** Posts nearer to each other than this are still seen with what lies around them. Degrees. */
const LEAST = 2.4;
const [SMALL, LARGE] = [8, 26];

const placed = (post: FigurePost): post is FigurePost & { latitude: number; longitude: number } => post.latitude !== null && post.longitude !== null;

/** The corners of what has to be seen. */
function corners(posts: readonly FigurePost[], view: MapView): [number, number][] {
  const home = LAND.features.find(({ properties }) => properties.country === 'BO');
  const there = posts.filter(placed).map(({ latitude, longitude }): [number, number] => [longitude, latitude]);
  if (view === 'country' || there.length === 0) return (home?.geometry.coordinates[0]?.[0] ?? []) as [number, number][];
  const [west, east] = [Math.min(...there.map(([x]) => x)), Math.max(...there.map(([x]) => x))];
  const [south, north] = [Math.min(...there.map(([, y]) => y)), Math.max(...there.map(([, y]) => y))];
  const [wide, high] = [Math.max(0, LEAST - (east - west)) / 2, Math.max(0, LEAST - (north - south)) / 2];
  return [[west - wide, south - high], [east + wide, north + high]];
}

export function projectionOf(posts: readonly FigurePost[], view: MapView, width: number, height: number): GeoProjection {
  const seen = { type: 'MultiPoint' as const, coordinates: corners(posts, view) };
  return geoMercator().fitExtent([[EDGE, EDGE], [Math.max(EDGE + 1, width - EDGE), Math.max(EDGE + 1, height - EDGE)]], seen).clipExtent([[-2, -2], [width + 2, height + 2]]);
}

export function landsOf(projection: GeoProjection, width: number, height: number): Land[] {
  const path = geoPath(projection).digits(1);
  return LAND.features.map((feature) => {
    const [[left, top], [right, bottom]] = path.bounds(feature);
    const [x, y] = path.centroid(feature);
    const seen = right - left > 90 && bottom - top > 60 && x > 50 && x < width - 50 && y > 20 && y < height - 20;
    return { country: feature.properties.country, path: path(feature) ?? '', name: seen ? [x, y] : undefined };
  });
}

/** Marks as large as the people counted there, by area; those whose figure does not show are the smallest. The largest lie below. */
export function marksOf(posts: readonly FigurePost[], projection: GeoProjection): Mark[] {
  const most = Math.max(1, ...posts.map(({ people }) => people.n ?? 0));
  return posts
    .filter(placed)
    .flatMap((post) => {
      const point = projection([post.longitude, post.latitude]);
      const share = Math.sqrt((post.people.n ?? 0) / most);
      return point ? [{ post, x: point[0], y: point[1], r: SMALL + (LARGE - SMALL) * share }] : [];
    })
    .sort((one, other) => other.r - one.r);
}

/** A mark that is not a circle: heard of is round, not heard of has corners. */
export const cornered = (r: number): string => `M0 ${-r * 1.25}L${r * 1.2} ${r * 0.9}L${-r * 1.2} ${r * 0.9}Z`;

/** A name beside its mark: where its text begins, or ends when it stands to the left. */
export type Name = { code: string; text: string; x: number; y: number; left: boolean };
type Box = { left: number; right: number; y: number };

const LETTERS = 26;
const LETTER = 8.2;
const meets = (one: Box, other: Box): boolean => Math.abs(one.y - other.y) < 19 && one.left < other.right && one.right > other.left;
const boxOf = ({ text, x, y, left }: Name): Box => ({ left: left ? x - text.length * LETTER : x, right: left ? x : x + text.length * LETTER, y });
const covers = ({ x, y, r }: Mark, box: Box): boolean => x + r > box.left && x - r < box.right && Math.abs(y - box.y) < r + 8;

/** Which names find room beside their mark, on its right or its left: the chosen one, then those that are not heard of, then the largest. */
export function namedMarks(marks: readonly Mark[], chosen: string, width: number): Name[] {
  const rank = ({ post, r }: Mark) => (post.code === chosen ? 1000 : 0) + (post.silent ? 100 : 0) + r;
  const named: Name[] = [];
  for (const mark of [...marks].sort((one, other) => rank(other) - rank(one))) {
    const { post, x, y, r } = mark;
    const text = post.name.length > LETTERS ? `${post.name.slice(0, LETTERS - 1).trimEnd()}…` : post.name;
    const sides = [false, true].map((left): Name => ({ code: post.code, text, x: left ? x - r - 10 : x + r + 10, y, left }));
    const fits = sides.find((name) => {
      const box = boxOf(name);
      return box.left > 2 && box.right < width - 2 && named.every((other) => !meets(boxOf(other), box)) && marks.every((other) => other === mark || !covers(other, box));
    });
    const inside = sides.find((name) => boxOf(name).left > 2 && boxOf(name).right < width - 2) ?? sides[0];
    const name = fits ?? (post.code === chosen ? inside : undefined);
    if (name) named.push(name);
  }
  return named;
}

/** Countries whose name lies on nothing. */
export function namedLands(lands: readonly Land[], marks: readonly Mark[], names: readonly Name[], say: (country: string) => string): { country: string; text: string; x: number; y: number }[] {
  return lands.flatMap(({ country, name }) => {
    const text = say(country);
    const half = (text.length * 12) / 2;
    const box = name && { left: name[0] - half, right: name[0] + half, y: name[1] - 5 };
    return box && !names.some((other) => meets(boxOf(other), box)) && !marks.some((mark) => covers(mark, box)) ? [{ country, text, x: name[0], y: name[1] }] : [];
  });
}

/** The next mark in a direction, by the arrow that was pressed; undefined when there is none. */
export function nextMark(marks: readonly Mark[], from: string, key: string): string | undefined {
  const here = marks.find(({ post }) => post.code === from);
  const way = ({ ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] } as Record<string, [number, number]>)[key];
  if (!here || !way) return undefined;
  const ahead = marks.flatMap((mark) => {
    const [dx, dy] = [mark.x - here.x, mark.y - here.y];
    const along = dx * way[0] + dy * way[1];
    const aside = Math.abs(dx * way[1]) + Math.abs(dy * way[0]);
    return along > 0.5 ? [{ code: mark.post.code, cost: along + aside * 2 + (aside > along * 1.6 ? FAR : 0) }] : [];
  });
  return ahead.sort((one, other) => one.cost - other.cost)[0]?.code;
}
