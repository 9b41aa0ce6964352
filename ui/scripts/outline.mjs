// Cuts the outlines that the map of posts stands on: Bolivia and what lies around it, as GeoJSON.
// From Natural Earth (public domain, naturalearthdata.com) at 1:10 million, as the npm package `world-atlas` holds it:
//   node scripts/outline.mjs        writes src/lib/features/figures/outline.json
import { readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { feature } from 'topojson-client';

/** ISO 3166-1 numbers and their letters. */
const COUNTRIES = { '068': 'BO', '604': 'PE', '152': 'CL', '032': 'AR', '600': 'PY', '076': 'BR' };
/** West, south, east, north. */
const BOX = [-80, -33, -48, 0];
/** Degrees: about 500 m on the borders of Bolivia, which are looked at from near, and 4 km beyond. */
const [NEAR, FAR] = [0.005, 0.04];

const world = JSON.parse(readFileSync(createRequire(import.meta.url).resolve('world-atlas/countries-10m.json'), 'utf8'));

/** Arcs as places on the earth, without what no eye sees: borders are shared, so that both sides stay alike. */
const { scale, translate } = world.transform;
const home = new Set(world.objects.countries.geometries.find(({ id }) => id === '068').arcs.flat(2).map((arc) => (arc < 0 ? ~arc : arc)));
world.arcs = world.arcs.map((arc, index) => {
  let [x, y] = [0, 0];
  const places = arc.map(([dx, dy]) => [((x += dx), x * scale[0] + translate[0]), ((y += dy), y * scale[1] + translate[1])]);
  return simplified(places, home.has(index) ? NEAR : FAR);
});
delete world.transform;

function simplified(line, tolerance) {
  if (line.length < 3) return line;
  const [first, last] = [line[0], line.at(-1)];
  const [dx, dy] = [last[0] - first[0], last[1] - first[1]];
  const length = Math.hypot(dx, dy);
  let [most, at] = [0, 0];
  for (let index = 1; index < line.length - 1; index += 1) {
    const [x, y] = [line[index][0] - first[0], line[index][1] - first[1]];
    const off = length === 0 ? Math.hypot(x, y) : Math.abs(x * dy - y * dx) / length;
    if (off > most) [most, at] = [off, index];
  }
  return most <= tolerance ? [first, last] : [...simplified(line.slice(0, at + 1), tolerance).slice(0, -1), ...simplified(line.slice(at), tolerance)];
}

/** A ring inside the box: Sutherland and Hodgman. */
function clipped(ring) {
  const sides = [[0, BOX[0], 1], [1, BOX[1], 1], [0, BOX[2], -1], [1, BOX[3], -1]];
  return sides.reduce((places, [axis, edge, sign]) => {
    const inside = (place) => (place[axis] - edge) * sign >= 0;
    return places.flatMap((place, index) => {
      const before = places.at(index - 1);
      const share = (edge - before[axis]) / (place[axis] - before[axis]);
      const cross = [before[0] + (place[0] - before[0]) * share, before[1] + (place[1] - before[1]) * share];
      if (inside(place)) return inside(before) ? [place] : [cross, place];
      return inside(before) ? [cross] : [];
    });
  }, ring.slice(0, -1));
}

const rounded = (ring) => ring.map((place) => place.map((part) => Math.round(part * 1000) / 1000));
const closed = (ring) => (ring.length > 2 ? [...ring, ring[0]] : []);

const features = world.objects.countries.geometries
  .filter(({ id }) => id in COUNTRIES)
  .map((country) => {
    const { geometry } = feature(world, country);
    const polygons = geometry.type === 'Polygon' ? [geometry.coordinates] : geometry.coordinates;
    const coordinates = polygons.map((rings) => rings.map((ring) => closed(rounded(clipped(ring)))).filter((ring) => ring.length > 6)).filter((rings) => rings.length > 0);
    return { type: 'Feature', properties: { country: COUNTRIES[country.id] }, geometry: { type: 'MultiPolygon', coordinates } };
  })
  .sort((one, other) => (one.properties.country < other.properties.country ? -1 : 1));

const source = 'Natural Earth 1:10m, public domain (naturalearthdata.com), by way of world-atlas; cut and simplified by ui/scripts/outline.mjs';
writeFileSync(fileURLToPath(new URL('../src/lib/features/figures/outline.json', import.meta.url)), `${JSON.stringify({ type: 'FeatureCollection', source, features })}\n`);
