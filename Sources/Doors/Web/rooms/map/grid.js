// A grid field on the map: its cells are coloured on a canvas that the map stretches between the grid's corners, over
// streets and houses and under the names.

const NAME = "field-grid";
/** Pixels a side of the canvas has at most; phones draw no larger pictures. */
const MOST = 4096;

/** The canvas on each map, and the corners it is stretched between. @type {WeakMap<any, {canvas: HTMLCanvasElement, key: string}>} */
const canvases = new WeakMap();

/** A colour of the palettes as the pixel it is in memory. */
function pixel(/** @type {string} */ colour) {
  if (colour === "transparent") return 0;
  const value = parseInt(colour.slice(1), 16);
  return ((255 << 24) | ((value & 255) << 16) | (value & 0xff00) | (value >> 16)) >>> 0;
}

/** Draws what a grid shows; each pixel is a cell, or the greatest of some where there are more than a canvas may have. */
function draw(/** @type {HTMLCanvasElement} */ canvas, /** @type {any} */ now, /** @type {any} */ about, /** @type {Record<string, string>} */ turnedColours) {
  const step = Math.ceil(Math.max(about.columns, about.rows) / MOST);
  const width = Math.ceil(about.columns / step);
  const height = Math.ceil(about.rows / step);
  if (canvas.width !== width) canvas.width = width;
  if (canvas.height !== height) canvas.height = height;
  const context = /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d"));
  const image = context.createImageData(width, height);
  const pixels = new Uint32Array(image.data.buffer);
  const { bounds, colours } = now.scale;
  const inks = colours.map(pixel);
  const { values } = now;
  for (let row = 0; row < about.rows; row++) {
    const from = row * about.columns;
    const to = Math.floor(row / step) * width;
    for (let column = 0; column < about.columns; column++) {
      const value = values[from + column];
      if (value !== value) continue;
      let place = 0;
      while (place < bounds.length && value >= bounds[place]) place += 1;
      const at = to + (step === 1 ? column : Math.floor(column / step));
      if (step === 1 || pixels[at] === 0) pixels[at] = inks[place];
    }
  }
  for (const [cell, how] of now.turned) {
    const at = Math.floor(Math.floor(cell / about.columns) / step) * width + Math.floor((cell % about.columns) / step);
    pixels[at] = pixel(turnedColours[how]);
  }
  context.putImageData(image, 0, 0);
}

/** Puts a grid on the map, or draws it anew. */
export function paintGrid(/** @type {any} */ map, /** @type {any} */ now, /** @type {Record<string, string>} */ turnedColours) {
  const about = now.side.about;
  if (!about.corners) return;
  const key = JSON.stringify([about.corners, about.columns, about.rows]);
  const before = canvases.get(map);
  if (before && (before.key !== key || !map.getSource(NAME))) clearGrid(map);
  const shown = canvases.get(map);
  const canvas = shown?.canvas ?? document.createElement("canvas");
  draw(canvas, now, about, turnedColours);
  if (!shown) {
    map.addSource(NAME, { type: "canvas", canvas, coordinates: about.corners, animate: false });
    map.addLayer({ id: NAME, type: "raster", source: NAME,
      paint: { "raster-opacity": 0.82, "raster-fade-duration": 0, "raster-resampling": "nearest" } }, "edits-area");
    canvases.set(map, { canvas, key });
    return;
  }
  // A canvas that does not move is read again only between these two.
  const source = map.getSource(NAME);
  source.play?.();
  source.pause?.();
  map.triggerRepaint();
}

/** Takes the grid off the map. */
export function clearGrid(/** @type {any} */ map) {
  if (map.getLayer(NAME)) map.removeLayer(NAME);
  if (map.getSource(NAME)) map.removeSource(NAME);
  canvases.delete(map);
}
