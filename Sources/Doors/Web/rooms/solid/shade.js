// Draws shadows. All of them are first drawn into a picture of their own, where a point is in shadow or is not, however many
// shadows meet there; that picture is then laid over the ground once. Where the sun stands is a number given to the graphics
// processor, so that an hour passes without anything being reckoned or sent anew.
import { metre, plane } from "./shadow.js";

const COVER = `
attribute vec3 corner; uniform mat4 camera; uniform vec2 thrown;
void main() { gl_Position = camera * vec4(corner.x + corner.z * thrown.x, corner.y - corner.z * thrown.y, 0.0, 1.0); }`;
const FULL = "void main() { gl_FragColor = vec4(1.0); }";
const SCREEN = `
attribute vec2 corner; varying vec2 at;
void main() { at = 0.5 * corner + 0.5; gl_Position = vec4(corner, 0.0, 1.0); }`;
const LAY = `
precision mediump float; uniform sampler2D picture; uniform vec4 ink; varying vec2 at;
void main() { gl_FragColor = texture2D(picture, at).a * ink; }`;
/** The picture has half as many pixels a side as the map: a quarter of the work, and soft edges when it is stretched. */
const PART = 0.5;

/** The layer of shadows. */
export const SHADE = "solid-shade";

function program(/** @type {WebGLRenderingContext} */ gl, /** @type {string} */ vertex, /** @type {string} */ fragment) {
  const made = /** @type {WebGLProgram} */ (gl.createProgram());
  for (const [type, source] of /** @type {[number, string][]} */ ([[gl.VERTEX_SHADER, vertex], [gl.FRAGMENT_SHADER, fragment]])) {
    const shader = /** @type {WebGLShader} */ (gl.createShader(type));
    gl.shaderSource(shader, source);
    gl.compileShader(shader);
    gl.attachShader(made, shader);
  }
  gl.bindAttribLocation(made, 0, "corner");
  gl.linkProgram(made);
  return made;
}

/** The map's camera, from metres east and south of an origin. Multiplied in doubles: a float knows a street to metres. */
function cameraFrom(/** @type {ArrayLike<number>} */ camera, /** @type {number[]} */ origin) {
  const [x, y] = plane(origin);
  const unit = metre(origin[1]);
  const made = new Float32Array(16);
  for (let row = 0; row < 4; row++) {
    made[row] = camera[row] * unit;
    made[4 + row] = camera[4 + row] * unit;
    made[8 + row] = camera[8 + row];
    made[12 + row] = camera[row] * x + camera[4 + row] * y + camera[12 + row];
  }
  return made;
}

export class ShadeLayer {
  id = SHADE;
  type = "custom";
  renderingMode = "2d";
  /** Corners of the shadows and where they are counted from. */
  corners = new Float32Array(0);
  origin = [0, 0];
  /** How far a metre of height throws its shadow, east and north; nothing at night. @type {number[]|null} */
  thrown = null;
  /** Colour of the shadow, its opacity multiplied in. */
  ink = [0, 0, 0, 0];
  isNew = true;
  /** Camera and sun of the picture as it is. */
  drawn = "";

  /** Gives other shadows. */
  lay(/** @type {Float32Array} */ corners, /** @type {number[]} */ origin) {
    this.corners = corners;
    this.origin = origin;
    this.isNew = true;
  }

  onAdd(/** @type {any} */ _map, /** @type {WebGLRenderingContext} */ gl) {
    this.cover = program(gl, COVER, FULL);
    this.screen = program(gl, SCREEN, LAY);
    this.buffer = gl.createBuffer();
    this.whole = gl.createBuffer();
    gl.bindBuffer(gl.ARRAY_BUFFER, this.whole);
    gl.bufferData(gl.ARRAY_BUFFER, new Float32Array([-1, -1, 3, -1, -1, 3]), gl.STATIC_DRAW);
    this.picture = gl.createTexture();
    this.frame = gl.createFramebuffer();
    this.size = [0, 0];
    this.isNew = true;
    this.drawn = "";
  }

  onRemove(/** @type {any} */ _map, /** @type {WebGLRenderingContext} */ gl) {
    for (const one of [this.cover, this.screen]) gl.deleteProgram(one ?? null);
    for (const one of [this.buffer, this.whole]) gl.deleteBuffer(one ?? null);
    gl.deleteTexture(this.picture ?? null);
    gl.deleteFramebuffer(this.frame ?? null);
  }

  get isSeen() { return this.thrown !== null && this.corners.length > 0; }

  /** Draws the shadows into their picture. */
  prerender(/** @type {WebGLRenderingContext} */ gl, /** @type {any} */ { defaultProjectionData }) {
    if (!this.isSeen) return;
    this.fit(gl);
    const camera = cameraFrom(defaultProjectionData.mainMatrix, this.origin);
    // As long as neither map nor sun move the picture stays as it is.
    const seen = `${camera} ${this.thrown}`;
    if (seen === this.drawn && !this.isNew) return;
    this.drawn = seen;
    gl.bindFramebuffer(gl.FRAMEBUFFER, this.frame ?? null);
    gl.viewport(0, 0, this.size[0], this.size[1]);
    for (const one of [gl.DEPTH_TEST, gl.STENCIL_TEST, gl.BLEND, gl.CULL_FACE, gl.SCISSOR_TEST]) gl.disable(one);
    gl.colorMask(true, true, true, true);
    gl.clearColor(0, 0, 0, 0);
    gl.clear(gl.COLOR_BUFFER_BIT);
    gl.useProgram(this.cover);
    gl.bindBuffer(gl.ARRAY_BUFFER, this.buffer);
    if (this.isNew) gl.bufferData(gl.ARRAY_BUFFER, this.corners, gl.STATIC_DRAW);
    this.isNew = false;
    gl.enableVertexAttribArray(0);
    gl.vertexAttribPointer(0, 3, gl.FLOAT, false, 12, 0);
    gl.uniformMatrix4fv(gl.getUniformLocation(this.cover, "camera"), false, camera);
    gl.uniform2fv(gl.getUniformLocation(this.cover, "thrown"), /** @type {number[]} */ (this.thrown));
    gl.drawArrays(gl.TRIANGLES, 0, this.corners.length / 3);
    gl.bindFramebuffer(gl.FRAMEBUFFER, null);
    gl.viewport(0, 0, gl.drawingBufferWidth, gl.drawingBufferHeight);
  }

  /** Lays the picture over the ground. */
  render(/** @type {WebGLRenderingContext} */ gl) {
    if (!this.isSeen) return;
    gl.useProgram(this.screen);
    gl.activeTexture(gl.TEXTURE0);
    gl.bindTexture(gl.TEXTURE_2D, this.picture);
    gl.bindBuffer(gl.ARRAY_BUFFER, this.whole);
    gl.enableVertexAttribArray(0);
    gl.vertexAttribPointer(0, 2, gl.FLOAT, false, 8, 0);
    gl.uniform4fv(gl.getUniformLocation(this.screen, "ink"), this.ink);
    gl.drawArrays(gl.TRIANGLES, 0, 3);
  }

  /** Makes the picture as large as it should be. */
  fit(/** @type {WebGLRenderingContext} */ gl) {
    const size = [Math.ceil(gl.drawingBufferWidth * PART), Math.ceil(gl.drawingBufferHeight * PART)];
    if (this.size[0] === size[0] && this.size[1] === size[1]) return;
    this.size = size;
    this.drawn = "";
    gl.activeTexture(gl.TEXTURE0);
    gl.bindTexture(gl.TEXTURE_2D, this.picture);
    gl.texImage2D(gl.TEXTURE_2D, 0, gl.RGBA, size[0], size[1], 0, gl.RGBA, gl.UNSIGNED_BYTE, null);
    for (const [name, value] of [[gl.TEXTURE_MIN_FILTER, gl.LINEAR], [gl.TEXTURE_MAG_FILTER, gl.LINEAR], [gl.TEXTURE_WRAP_S, gl.CLAMP_TO_EDGE], [gl.TEXTURE_WRAP_T, gl.CLAMP_TO_EDGE]]) {
      gl.texParameteri(gl.TEXTURE_2D, name, value);
    }
    gl.bindFramebuffer(gl.FRAMEBUFFER, this.frame ?? null);
    gl.framebufferTexture2D(gl.FRAMEBUFFER, gl.COLOR_ATTACHMENT0, gl.TEXTURE_2D, this.picture ?? null, 0);
  }
}
