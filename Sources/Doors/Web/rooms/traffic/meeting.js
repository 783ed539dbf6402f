// Where streets meet: the map tells no junctions, so that their place is that of the ends their streets share.

const text = (/** @type {number[]} */ position) => position.join(" ");

/** The keys of the nodes at a piece's ends, where its key tells them: osm/way/128/53-77. */
const ends = (/** @type {any} */ piece) => /^(\w+)\/way\/\d+\/(\d+)-(\d+)/.exec(piece.properties.key);

/**
 * The position of a junction.
 * @param {any[][]} streets  the pieces of each street that meets there
 * @param {string} key  the junction's own
 */
export function meeting(streets, key) {
  const all = streets.flat();
  for (const piece of all) {
    const found = ends(piece);
    const line = piece.geometry.coordinates;
    if (found && key === `${found[1]}/node/${found[2]}`) return line[0];
    if (found && key === `${found[1]}/node/${found[3]}`) return line[line.length - 1];
  }
  // Elsewhere the end that most of the streets share; of several the one with most pieces.
  /** @type {Map<string, {position: number[], streets: Set<number>, pieces: number}>} */
  const points = new Map();
  streets.forEach((pieces, street) => pieces.forEach((piece) => {
    const line = piece.geometry.coordinates;
    for (const position of [line[0], line[line.length - 1]]) {
      const point = points.get(text(position)) ?? { position, streets: new Set(), pieces: 0 };
      points.set(text(position), point);
      point.streets.add(street);
      point.pieces += 1;
    }
  }));
  const best = [...points.values()].sort((a, b) => b.streets.size - a.streets.size || b.pieces - a.pieces)[0];
  return best && best.streets.size === streets.length && best.pieces > 1 ? best.position : null;
}
