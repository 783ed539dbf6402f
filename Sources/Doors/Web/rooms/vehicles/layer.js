// Vehicles on the map, drawn by its own WebGL: two frames lie on the graphics card, and the shader finds who is where between them.
import { BOUNDS } from "./colours.js";
import { placeIn } from "./film.js";

/** The name of the layer. */
export const VEHICLES = "vehicles";

/** Below so many pixels a vehicle is a dot; and how many times its least size the smallest and the largest kinds have. */
const DOTS = 5;
const SMALLEST = 0.8;
const LARGEST = 1.25;

const CORNERS = `#version 300 es
layout(location = 0) in float x0;
layout(location = 1) in float y0;
layout(location = 2) in float x1;
layout(location = 3) in float y1;
layout(location = 4) in uint what;
uniform mat4 camera;
uniform vec2 screen;
uniform float part;
uniform float metres;
uniform float seconds;
uniform vec2 bounds;
uniform bool byClass;
uniform vec3 inks[5];
uniform float least;
flat out vec3 ink;
flat out vec2 aside;
flat out vec2 along;
flat out vec4 shape;
const float LENGTHS[5] = float[5](4.6, 2.2, 8.0, 12.0, 6.5);
void main() {
  gl_Position = vec4(2.0, 2.0, 2.0, 1.0);
  gl_PointSize = 0.0;
  if (x0 < -32767.5) return;
  bool stays = x1 < -32767.5;
  vec2 from = vec2(x0, y0);
  vec2 to = stays ? from : vec2(x1, y1);
  vec2 at = mix(from, to, part);
  uint kind = min(what >> 5, 4u);
  float turn = float(what & 31u) * 0.19634954;
  vec4 place = camera * vec4(at, 0.0, 1.0);
  vec4 front = place + camera * vec4(sin(turn), -cos(turn), 0.0, 0.0);
  // Pixels on the screen of one step ahead: direction and scale, whatever the map's turn and tilt.
  vec2 way = (front.xy / front.w - place.xy / place.w) * screen * 0.5;
  float scale = length(way);
  vec2 ahead = scale > 0.0 ? vec2(way.x, -way.y) / scale : vec2(0.0, -1.0);
  float shrink = kind == 1u ? ${SMALLEST.toFixed(2)} : kind == 0u ? 1.0 : ${LARGEST.toFixed(2)};
  float size = max(LENGTHS[kind] / metres * scale * 1.15, least * shrink);
  float pace = length(to - from) * metres / max(seconds, 0.001);
  ink = byClass ? inks[kind] : pace < bounds.x ? inks[0] : pace < bounds.y ? inks[1] : inks[2];
  gl_Position = place;
  gl_PointSize = size + 3.0;
  // What is the same for all pixels of a vehicle is told once: the ways across and along it over the square it is drawn in, half its
  // width and length, and its size.
  along = ahead * gl_PointSize;
  aside = vec2(-along.y, along.x);
  shape = vec4(size * (kind == 1u ? 0.21 : 0.25), size * 0.5, 2.0 / size, size);
}`;
const DOT = `
    float outside = length(own) - shape.y;
    cover = clamp(1.0 - outside, 0.0, 1.0);
    edge = clamp(outside + 0.7, 0.0, 1.0);`;
// A little car, its front rounder than its back.
const CAR = `
    float nose = clamp(own.y * shape.z, 0.0, 1.0);
    float outside = max(abs(own.x) - shape.x * (1.0 - 0.45 * nose * nose), abs(own.y) - shape.y);
    cover = clamp(1.0 - outside, 0.0, 1.0);
    edge = clamp(0.6 + outside, 0.0, 1.0);`;
const body = (/** @type {string} */ what) => `#version 300 es
precision mediump float;
flat in vec3 ink;
flat in vec2 aside;
flat in vec2 along;
flat in vec4 shape;
uniform float opacity;
uniform vec3 rim;
out vec4 colour;
void main() {
  vec2 at = gl_PointCoord - 0.5;
  vec2 own = vec2(dot(at, aside), dot(at, along));
  float cover;
  float edge;
  ${what}
  if (cover <= 0.0) discard;
  colour = vec4(mix(ink, rim, edge), 1.0) * (cover * opacity);
}`;
/** What draws them: where all are large enough to be cars, and where some or all are dots. A processor that draws by itself pays for both ways at every
 * pixel where a shader may go either. */
const BODIES = { cars: body(CAR), mixed: body(`if (shape.w < ${DOTS.toFixed(1)}) {${DOT} } else {${CAR} }`) };

function shader(/** @type {WebGL2RenderingContext} */ gl, /** @type {number} */ type, /** @type {string} */ text) {
  const made = /** @type {WebGLShader} */ (gl.createShader(type));
  gl.shaderSource(made, text);
  gl.compileShader(made);
  if (!gl.getShaderParameter(made, gl.COMPILE_STATUS)) console.warn(gl.getShaderInfoLog(made));
  return made;
}

/** The camera's matrix for numbers that count steps from an origin on the map's plane; multiplied in full precision. */
export function cameraFrom(/** @type {ArrayLike<number>} */ matrix, /** @type {number[]} */ [x, y], /** @type {number} */ step) {
  const made = new Float32Array(16);
  for (let row = 0; row < 4; row++) {
    made[row] = matrix[row] * step;
    made[4 + row] = matrix[4 + row] * step;
    made[8 + row] = matrix[8 + row] * step;
    made[12 + row] = matrix[row] * x + matrix[4 + row] * y + matrix[12 + row];
  }
  return made;
}

/** A layer for one map. `look` tells at every picture what is to be seen, or nothing. */
export class VehicleLayer {
  id = VEHICLES;
  type = "custom";
  renderingMode = "2d";
  /** The film whose numbers lie on the graphics card. @type {any} */
  held = null;

  constructor(/** @type {() => null|{film: import("./film.js").Film, moment: number, isStepped: boolean, inks: number[][], rim: number[], byClass: boolean, opacity: number}} */ look) {
    this.look = look;
  }

  onAdd(/** @type {any} */ map, /** @type {WebGL2RenderingContext} */ gl) {
    this.map = map;
    this.held = null;
    this.programs = Object.fromEntries(Object.entries(BODIES).map(([kind, text]) => {
      const made = gl.createProgram();
      gl.attachShader(made, shader(gl, gl.VERTEX_SHADER, CORNERS));
      gl.attachShader(made, shader(gl, gl.FRAGMENT_SHADER, text));
      gl.linkProgram(made);
      const at = Object.fromEntries(["camera", "screen", "part", "metres", "seconds", "bounds", "byClass", "inks", "least", "opacity", "rim"].map((name) => [name, gl.getUniformLocation(made, name)]));
      return [kind, { made, at }];
    }));
    this.buffers = [0, 1, 2].map(() => gl.createBuffer());
    this.array = gl.createVertexArray();
  }

  onRemove(/** @type {any} */ _map, /** @type {WebGL2RenderingContext} */ gl) {
    for (const { made } of Object.values(this.programs ?? {})) gl.deleteProgram(made);
    for (const one of this.buffers ?? []) gl.deleteBuffer(one);
    gl.deleteVertexArray(this.array ?? null);
  }

  render(/** @type {WebGL2RenderingContext} */ gl, /** @type {any} */ { defaultProjectionData }) {
    const now = this.look();
    if (!now || !now.film.slots) return;
    const { film } = now;
    const place = placeIn(film, Math.min(Math.max(now.moment, film.from), film.from + (film.frames - 1) * film.pace));
    if (!place) return;
    gl.bindVertexArray(this.array ?? null);
    const [x, y, what] = /** @type {any} */ (this.buffers);
    if (this.held !== film) {
      // The frames of a window go to the graphics card once.
      for (const [buffer, numbers] of [[x, film.x], [y, film.y], [what, film.what]]) {
        gl.bindBuffer(gl.ARRAY_BUFFER, buffer);
        gl.bufferData(gl.ARRAY_BUFFER, numbers, gl.STATIC_DRAW);
      }
      this.held = film;
    }
    const point = (/** @type {number} */ number, /** @type {WebGLBuffer} */ buffer, /** @type {number} */ frame) => {
      gl.bindBuffer(gl.ARRAY_BUFFER, buffer);
      gl.enableVertexAttribArray(number);
      gl.vertexAttribPointer(number, 1, gl.SHORT, false, 2, frame * film.slots * 2);
    };
    point(0, x, place.frame);
    point(1, y, place.frame);
    point(2, x, place.next);
    point(3, y, place.next);
    gl.bindBuffer(gl.ARRAY_BUFFER, what);
    gl.enableVertexAttribArray(4);
    gl.vertexAttribIPointer(4, 1, gl.UNSIGNED_BYTE, 1, place.frame * film.slots);
    const ratio = this.map.getPixelRatio?.() ?? devicePixelRatio;
    // Seen from afar they are dots, and smaller ones the more of the town there is.
    const least = ratio * Math.min(7.5, Math.max(2.6, 3 + (this.map.getZoom() - 12) * 1.1));
    const { made, at } = /** @type {any} */ (this.programs)[least * SMALLEST >= DOTS ? "cars" : "mixed"];
    gl.useProgram(made);
    // A step is so many metres here: the plane's scale grows from the equator.
    const latitude = Math.atan(Math.sinh(Math.PI * (1 - 2 * film.origin[1])));
    const metres = film.step * 40_075_016.7 * Math.cos(latitude);
    gl.uniformMatrix4fv(at.camera, false, cameraFrom(defaultProjectionData.mainMatrix, film.origin, film.step));
    gl.uniform2f(at.screen, gl.drawingBufferWidth, gl.drawingBufferHeight);
    gl.uniform1f(at.part, now.isStepped ? 0 : place.part);
    gl.uniform1f(at.metres, metres);
    gl.uniform1f(at.seconds, film.pace / 1000);
    gl.uniform2fv(at.bounds, BOUNDS);
    gl.uniform1i(at.byClass, now.byClass ? 1 : 0);
    gl.uniform3fv(at.inks, [...now.inks.flat(), ...Array(15 - now.inks.length * 3).fill(0)]);
    gl.uniform1f(at.least, least);
    gl.uniform1f(at.opacity, now.opacity);
    gl.uniform3fv(at.rim, now.rim);
    gl.disable(gl.DEPTH_TEST);
    gl.disable(gl.STENCIL_TEST);
    gl.enable(gl.BLEND);
    gl.blendFunc(gl.ONE, gl.ONE_MINUS_SRC_ALPHA);
    gl.drawArrays(gl.POINTS, 0, film.slots);
    gl.bindVertexArray(null);
  }
}
