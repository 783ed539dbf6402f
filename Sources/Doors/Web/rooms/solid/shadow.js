// Shadows of buildings on flat ground. The shadow of an upright block is what its footprint sweeps over on its way to where
// the sun throws its roof; every point of that, outside of the footprint itself, is swept by an edge. So each edge gives one
// parallelogram, and nothing needs to be cut into triangles or joined. A corner carries the height it is thrown from, not
// the place where it lands: when the sun moves the corners stay as they are.

/** Metres from floor to floor; heights in sources were turned into storeys with it (Readers, BuildingUse.storeyHeight). */
export const STOREY = 3.2;
/** Footprints that cast shadows at the same time. */
export const MOST = 5000;
/** A shadow is at most so many times as long as its building is high: the sun 2.9° above the horizon. */
export const LONGEST = 20;

/** Radius of the globe the map is drawn on, in metres. */
const RADIUS = 6371008.8;

/** A position on the map's plane, the world one wide, from the north-west. */
export function plane(/** @type {number[]} */ [longitude, latitude]) {
  return [longitude / 360 + 0.5, 0.5 - Math.log(Math.tan(Math.PI / 4 + (latitude * Math.PI) / 360)) / (2 * Math.PI)];
}

/** What a metre is on the map's plane, at a latitude. */
export const metre = (/** @type {number} */ latitude) => 1 / (2 * Math.PI * RADIUS * Math.cos((latitude * Math.PI) / 180));

/** How far east and north a metre of height throws its shadow, in metres; nothing when the sun is down. */
export function thrown(/** @type {{azimuth: number, altitude: number}} */ { azimuth, altitude }) {
  if (altitude <= 0) return null;
  const length = Math.min(LONGEST, 1 / Math.tan((altitude * Math.PI) / 180));
  const away = ((azimuth + 180) * Math.PI) / 180;
  return [Math.sin(away) * length, Math.cos(away) * length];
}

/**
 * Those buildings that cast shadows when there are too many: the nearest to a position for their height.
 * @template {{height: number, rings: number[][][]}} Building
 * @param {Building[]} buildings
 * @param {number[]} centre
 * @returns {Building[]}
 */
export function foremost(buildings, centre, most = MOST) {
  if (buildings.length <= most) return buildings;
  const narrow = Math.cos((centre[1] * Math.PI) / 180);
  const rank = buildings.map((building, place) => {
    const [longitude, latitude] = building.rings[0][0];
    return { place, value: Math.hypot((longitude - centre[0]) * narrow, latitude - centre[1]) / building.height };
  });
  rank.sort((one, other) => one.value - other.value);
  return rank.slice(0, most).map(({ place }) => buildings[place]);
}

/**
 * The corners of all shadows, two triangles an edge: metres east and south of an origin on the map's plane, and the height
 * in metres a corner is thrown from (zero for those at the foot).
 * @param {{height: number, rings: number[][][]}[]} buildings  rings are closed, in longitude and latitude
 * @param {number[]} origin
 */
export function corners(buildings, origin) {
  let edges = 0;
  for (const { rings } of buildings) for (const ring of rings) edges += Math.max(0, ring.length - 1);
  const made = new Float32Array(edges * 18);
  const [x0, y0] = plane(origin);
  const unit = metre(origin[1]);
  let at = 0;
  for (const { rings, height } of buildings) {
    for (const ring of rings) {
      let [x, y] = [0, 0];
      for (let i = 0; i < ring.length; i++) {
        const [beforeX, beforeY] = [x, y];
        const position = plane(ring[i]);
        x = (position[0] - x0) / unit;
        y = (position[1] - y0) / unit;
        if (i === 0) continue;
        made.set([beforeX, beforeY, 0, x, y, 0, x, y, height, beforeX, beforeY, 0, x, y, height, beforeX, beforeY, height], at);
        at += 18;
      }
    }
  }
  return made;
}
