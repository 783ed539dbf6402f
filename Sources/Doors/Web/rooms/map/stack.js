// A field in time as a stack of pictures on the graphics card: metres lie there by moment, the shader colours them, and between two moments
// it finds what lies between. What was shown once is there for good, so that the timeline can be dragged.
import { figure } from "./quad.js";

/** What stands for "none": below all that fields tell. */
const NONE = -30000;
/** Bytes of moments on the graphics card at most; the one not looked at for longest gives way. */
const ROOM = 96e6;
/** Colours a field has at most, a multiple of four; and a bound that nothing reaches. */
const MOST = 12;
const NEVER = 1e30;

const CORNERS = `#version 300 es
layout(location = 0) in vec2 corner;
uniform mat4 camera;
uniform vec3 across;
uniform vec3 down;
uniform vec3 begin;
out vec2 place;
void main() {
  place = corner;
  vec3 at = across * corner.x + down * corner.y + begin;
  gl_Position = camera * vec4(at.xy, 0.0, at.z);
}`;
const COLOURS = `#version 300 es
precision highp float;
precision highp sampler2DArray;
in vec2 place;
uniform sampler2DArray stack;
uniform ivec2 size;
uniform ivec2 layers;
uniform float part;
uniform vec4 bounds[${MOST / 4}];
uniform vec4 inks[${MOST}];
uniform float opacity;
out vec4 colour;
void main() {
  if (place.x < 0.0 || place.x >= 1.0 || place.y < 0.0 || place.y >= 1.0) discard;
  ivec2 cell = min(ivec2(place * vec2(size)), size - 1);
  float before = texelFetch(stack, ivec3(cell, layers.x), 0).r;
  float value = before;
  if (part > 0.0) {
    float after = texelFetch(stack, ivec3(cell, layers.y), 0).r;
    // Where there is none yet, or none any more, water rises from nothing and falls to it.
    bool was = before > ${(NONE / 2).toFixed(1)};
    bool is = after > ${(NONE / 2).toFixed(1)};
    if (!was && !is) discard;
    value = mix(was ? before : 0.0, is ? after : 0.0, part);
  }
  if (value < ${(NONE / 2).toFixed(1)}) discard;
  // How many bounds are reached: counted without a loop, which a processor that draws by itself pays for at every pixel.
  vec4 reached = ${Array.from({ length: MOST / 4 }, (_, i) => `step(bounds[${i}], vec4(value))`).join(" + ")};
  vec4 found = inks[int(dot(reached, vec4(1.0)))];
  if (found.a == 0.0) discard;
  colour = vec4(found.rgb, 1.0) * found.a * opacity;
}`;

function program(/** @type {WebGL2RenderingContext} */ gl) {
  const made = gl.createProgram();
  for (const [type, text] of [[gl.VERTEX_SHADER, CORNERS], [gl.FRAGMENT_SHADER, COLOURS]]) {
    const shader = /** @type {WebGLShader} */ (gl.createShader(/** @type {number} */ (type)));
    gl.shaderSource(shader, /** @type {string} */ (text));
    gl.compileShader(shader);
    if (!gl.getShaderParameter(shader, gl.COMPILE_STATUS)) console.warn(gl.getShaderInfoLog(shader));
    gl.attachShader(made, shader);
  }
  gl.linkProgram(made);
  return made;
}

const ink = (/** @type {string} */ colour) => (colour === "transparent" ? [0, 0, 0, 0] : [...[1, 3, 5].map((at) => parseInt(colour.slice(at, at + 2), 16) / 255), 1]);

/** Whether the shader can show a picture of a field: not where a time is lost or found, which is no number. */
export const isStackable = (/** @type {any} */ map, /** @type {any} */ now) => {
  const gl = map.painter?.context?.gl;
  const { about } = now.side;
  return Boolean(gl && typeof WebGL2RenderingContext !== "undefined" && gl instanceof WebGL2RenderingContext) && now.turned.size === 0 && now.scale.bounds.length < MOST
    && Math.max(about.columns, about.rows) <= gl.getParameter(gl.MAX_TEXTURE_SIZE);
};

/** A layer of the map for one grid: its corners, columns and rows. */
export class Stack {
  type = "custom";
  renderingMode = "2d";
  /** Which moments lie where on the graphics card, the one looked at last at the end. @type {Map<string, number>} */
  held = new Map();
  /** What is shown: the layer before, the one after, when it began and how long it takes. */
  shown = { from: -1, to: -1, began: 0, lasts: 0 };
  now = /** @type {any} */ (null);
  opacity = 1;

  constructor(/** @type {string} */ id, /** @type {any} */ about, /** @type {number} */ moments) {
    this.id = id;
    this.about = about;
    this.depth = Math.max(2, Math.min(moments + 1, Math.floor(ROOM / (about.columns * about.rows * 2))));
    this.shape = figure(about.corners);
  }

  onAdd(/** @type {any} */ map, /** @type {WebGL2RenderingContext} */ gl) {
    this.map = map;
    this.gl = gl;
    const made = program(gl);
    this.program = made;
    this.at = Object.fromEntries(["camera", "across", "down", "begin", "stack", "size", "layers", "part", "bounds", "inks", "opacity"].map((name) => [name, gl.getUniformLocation(made, name)]));
    this.buffer = gl.createBuffer();
    gl.bindBuffer(gl.ARRAY_BUFFER, this.buffer);
    gl.bufferData(gl.ARRAY_BUFFER, new Float32Array([0, 0, 1, 0, 0, 1, 1, 1]), gl.STATIC_DRAW);
    this.array = gl.createVertexArray();
    this.texture = gl.createTexture();
    gl.bindTexture(gl.TEXTURE_2D_ARRAY, this.texture);
    gl.texStorage3D(gl.TEXTURE_2D_ARRAY, 1, gl.R16F, this.about.columns, this.about.rows, this.depth);
    for (const name of [gl.TEXTURE_MIN_FILTER, gl.TEXTURE_MAG_FILTER]) gl.texParameteri(gl.TEXTURE_2D_ARRAY, name, gl.NEAREST);
    this.held.clear();
  }

  onRemove(/** @type {any} */ _map, /** @type {WebGL2RenderingContext} */ gl) {
    gl.deleteProgram(this.program ?? null);
    gl.deleteBuffer(this.buffer ?? null);
    gl.deleteVertexArray(this.array ?? null);
    gl.deleteTexture(this.texture ?? null);
  }

  /** Shows a moment: at once, or flowing there from the one before within some milliseconds. */
  show(/** @type {string} */ key, /** @type {any} */ now, /** @type {number} */ lasts) {
    const before = this.shown.to;
    const layer = this.layerOf(key, now.values, before);
    this.now = now;
    this.shown = { from: lasts > 0 && before >= 0 ? before : layer, to: layer, began: performance.now(), lasts };
    this.map?.triggerRepaint();
  }

  /** The layer that holds a moment; it goes to the graphics card unless it is there. */
  layerOf(/** @type {string} */ key, /** @type {Float32Array} */ values, /** @type {number} */ busy) {
    const known = this.held.get(key);
    if (known !== undefined) {
      this.held.delete(key);
      this.held.set(key, known);
      return known;
    }
    let layer = this.held.size;
    if (layer >= this.depth) {
      const [oldest, place] = /** @type {[string, number]} */ ([...this.held].find(([, one]) => one !== busy));
      this.held.delete(oldest);
      layer = place;
    }
    this.held.set(key, layer);
    const gl = /** @type {WebGL2RenderingContext} */ (this.gl);
    const told = new Float32Array(values.length);
    for (let cell = 0; cell < values.length; cell++) told[cell] = values[cell] === values[cell] ? values[cell] : NONE;
    gl.bindTexture(gl.TEXTURE_2D_ARRAY, this.texture ?? null);
    // What the map has set for its own pictures, and sets again when it needs it.
    gl.pixelStorei(gl.UNPACK_ALIGNMENT, 4);
    gl.pixelStorei(gl.UNPACK_FLIP_Y_WEBGL, false);
    gl.pixelStorei(gl.UNPACK_PREMULTIPLY_ALPHA_WEBGL, false);
    gl.texSubImage3D(gl.TEXTURE_2D_ARRAY, 0, 0, 0, layer, this.about.columns, this.about.rows, 1, gl.RED, gl.FLOAT, told);
    gl.bindTexture(gl.TEXTURE_2D_ARRAY, null);
    this.map?.painter?.context?.setDirty?.();
    return layer;
  }

  render(/** @type {WebGL2RenderingContext} */ gl, /** @type {any} */ { defaultProjectionData }) {
    const { from, to, began, lasts } = this.shown;
    if (to < 0 || !this.now) return;
    const part = lasts > 0 ? Math.min(1, (performance.now() - began) / lasts) : 1;
    const isOnTheWay = from !== to && part < 1;
    const made = /** @type {WebGLProgram} */ (this.program);
    const at = /** @type {Record<string, WebGLUniformLocation>} */ (this.at);
    gl.useProgram(made);
    gl.bindVertexArray(this.array ?? null);
    gl.bindBuffer(gl.ARRAY_BUFFER, this.buffer ?? null);
    gl.enableVertexAttribArray(0);
    gl.vertexAttribPointer(0, 2, gl.FLOAT, false, 8, 0);
    gl.activeTexture(gl.TEXTURE0);
    gl.bindTexture(gl.TEXTURE_2D_ARRAY, this.texture ?? null);
    const { x0, y0, unit, a, b, d, e, g, h } = this.shape;
    const m = defaultProjectionData.mainMatrix;
    const camera = new Float32Array(16);
    for (let row = 0; row < 4; row++) {
      camera[row] = m[row] * unit;
      camera[4 + row] = m[4 + row] * unit;
      camera[8 + row] = m[8 + row];
      camera[12 + row] = m[row] * x0 + m[4 + row] * y0 + m[12 + row];
    }
    gl.uniformMatrix4fv(at.camera, false, camera);
    gl.uniform3f(at.across, a, d, g);
    gl.uniform3f(at.down, b, e, h);
    gl.uniform3f(at.begin, 0, 0, 1);
    gl.uniform1i(at.stack, 0);
    gl.uniform2i(at.size, this.about.columns, this.about.rows);
    gl.uniform2i(at.layers, isOnTheWay ? from : to, to);
    gl.uniform1f(at.part, isOnTheWay ? part : 0);
    const { bounds, colours } = this.now.scale;
    gl.uniform4fv(at.bounds, [...bounds, ...Array(MOST - bounds.length).fill(NEVER)]);
    gl.uniform4fv(at.inks, [...colours.flatMap(ink), ...Array((MOST - colours.length) * 4).fill(0)]);
    gl.uniform1f(at.opacity, this.opacity);
    gl.disable(gl.DEPTH_TEST);
    gl.disable(gl.STENCIL_TEST);
    gl.disable(gl.CULL_FACE);
    gl.enable(gl.BLEND);
    gl.blendFunc(gl.ONE, gl.ONE_MINUS_SRC_ALPHA);
    gl.drawArrays(gl.TRIANGLE_STRIP, 0, 4);
    gl.bindTexture(gl.TEXTURE_2D_ARRAY, null);
    gl.bindVertexArray(null);
    document.documentElement.dataset.water = String(this.now.field.moment);
    if (isOnTheWay) this.map?.triggerRepaint();
  }
}
