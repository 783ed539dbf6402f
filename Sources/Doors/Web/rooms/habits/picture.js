// The map as it is seen, as a picture that can stand alone: title and moment above, the map with its scale, then legend, verdict and
// who made the data. Drawn on a canvas; the map's own is read right after it was drawn, when its pixels are still there.
import { store } from "../../core/store.js";
import { fieldTitle, t, unit } from "../../core/i18n.js";
import { metresPerPixel, scaleBar } from "../../core/export.js";
import { solid } from "../solid/state.js";
import { worstOf } from "../../core/parts.js";
import { things } from "../live/desk.js";
import { isShown } from "../live/marks.js";
import { kindOf } from "../live/reading.js";
import { KIND_COLOURS, SHAPES } from "../live/signs.js";
import { moment as liveMoment } from "../live/when.js";
import { layerOrder } from "../layers/order.js";
import { layerLines } from "../layers/layers.js";
import { moment } from "../map/clock.js";
import { picture } from "../map/field.js";
import { legendLines } from "../map/legend.js";
import { canvasOf, theme } from "../map/map.js";
import { momentOf, scenarioTitle, shownVerdicts } from "./rows.js";

const FONT = 'system-ui, "Segoe UI", Roboto, "Noto Sans", "Noto Sans Tamil", "Noto Sans CJK SC", sans-serif';
const EDGE = 16;
/** A picture narrower than this has no room for its legend, in pixels of the page. */
const NARROWEST = 360;

const COLOURS = { light: { ground: "#ffffff", text: "#23211d", soft: "#5d5850", line: "#8b857a" }, dark: { ground: "#1b2128", text: "#e8ebee", soft: "#a9b3bd", line: "#7d8894" } };

/** What stands above and below the map, in words. */
export function captions() {
  const now = picture();
  const time = momentOf(now?.field);
  const verdicts = shownVerdicts();
  const data = [...new Set(store.city.sources.map((/** @type {any} */ one) => one.attribution).filter(Boolean))];
  const today = new Intl.DateTimeFormat(store.lang, { dateStyle: "medium", timeStyle: "short" }).format(new Date());
  return {
    title: now ? `${fieldTitle(now.field)} · ${[t(`shown.${now.mode}`), unit(now.field.unit)].filter(Boolean).join(", ")}` : t("map.title", { city: store.city.name }),
    under: [now ? store.city.name : "", now ? scenarioTitle() : "", time === null ? "" : moment(time), store.asOf === null ? "" : t("asof.title", { moment: liveMoment(store.asOf) })].filter(Boolean).join(" · "),
    verdict: now && verdicts.length ? `${t(`level.${worstOf(verdicts)}`)}: ${verdicts.find((/** @type {any} */ one) => one.level === worstOf(verdicts))?.because ?? ""}` : "",
    source: `${data.length ? `${t("attribution.data")} ${data.join(" · ")}` : t("attribution.none")} · MapLibre · Kembar · ${t("picture.made", { time: today })}`,
    run: now ? t("share.holds.run", { run: now.field.run.slice(0, 12) }) : "",
  };
}

/** What the marks of things mean that are on the map, each with its own shape. */
function marks() {
  if (!isShown()) return [];
  const kinds = new Set([...things.values()].filter((one) => one.place && one.streams.length).map((one) => kindOf(one.streams[0].property)));
  return [...kinds].sort().map((kind) => ({ form: SHAPES[kind] ?? SHAPES.other, colour: (KIND_COLOURS[kind] ?? KIND_COLOURS.other)[theme()], text: t(`live.kind.${kind}`) }));
}

/** The lines of all legends: the field's, else those of the layers that can be seen. */
function lines() {
  const now = picture();
  if (now) return [...legendLines(now).map((one) => ({ ...one, form: "area" })), ...marks()];
  return [...marks(), ...["vehicles", ...layerOrder().filter((id) => store.layers[id].visible)].flatMap(layerLines)];
}

/** The part of the map that no panel covers, in pixels of the page. */
function seen() {
  const element = document.querySelector(".panel");
  const panel = element?.getBoundingClientRect();
  // On paper nothing lies over the map.
  if (!element || !panel || getComputedStyle(element).position !== "fixed") return { left: 0, top: 0, width: innerWidth, height: innerHeight };
  return innerWidth >= 760 ? { left: panel.right + 16, top: 0, width: innerWidth - panel.right - 16, height: innerHeight }
    : { left: 0, top: 0, width: innerWidth, height: Math.max(200, panel.top) };
}

/** A text in lines no wider than `width`. Scripts without spaces break anywhere. */
function wrapped(/** @type {CanvasRenderingContext2D} */ context, /** @type {string} */ text, /** @type {number} */ width) {
  const found = [];
  let line = "";
  for (const word of text.match(/[\u2e80-\u9fff\uff00-\uffef]|[^\s\u2e80-\u9fff\uff00-\uffef]+\s*|\s+/gu) ?? []) {
    if (line && context.measureText(line + word.trimEnd()).width > width) { found.push(line.trimEnd()); line = ""; }
    line += word;
  }
  if (line.trim()) found.push(line.trimEnd());
  return found;
}

/** Writes lines one under the other; answers where the next begins. */
function write(/** @type {CanvasRenderingContext2D} */ context, /** @type {string[]} */ text, /** @type {number} */ x, /** @type {number} */ y, /** @type {number} */ step) {
  text.forEach((one, place) => context.fillText(one, x, y + place * step));
  return y + text.length * step;
}

/** A line of length with its metres, light under dark, so that it is read on every map. */
function drawScale(/** @type {CanvasRenderingContext2D} */ context, /** @type {number} */ x, /** @type {number} */ y) {
  const { center, zoom } = store.view;
  const { metres, pixels } = scaleBar(metresPerPixel(center[1], zoom));
  const text = new Intl.NumberFormat(store.lang, { style: "unit", unit: metres >= 1000 ? "kilometer" : "meter" }).format(metres >= 1000 ? metres / 1000 : metres);
  context.lineJoin = "round";
  context.font = `600 12px ${FONT}`;
  for (const [colour, width] of /** @type {[string, number][]} */ ([["#ffffff", 5], ["#23211d", 2]])) {
    context.strokeStyle = colour;
    context.lineWidth = width;
    context.stroke(new Path2D(`M${x} ${y - 7}V${y}H${x + pixels}V${y - 7}`));
    if (width === 5) context.strokeText(text, x + 5, y - 6);
  }
  context.fillStyle = "#23211d";
  context.fillText(text, x + 5, y - 6);
  return text;
}

/** The legend in as many columns as there is room for; answers its height. With `isDrawn` false it is measured alone. */
function drawLegend(/** @type {CanvasRenderingContext2D} */ context, /** @type {number} */ y, /** @type {number} */ width, /** @type {any} */ ink, isDrawn = true) {
  context.font = `400 13px ${FONT}`;
  const all = lines().map((one) => ({ ...one, room: Math.min(width, context.measureText(one.text).width + 48) }));
  let [x, top] = [EDGE, y];
  for (const { form, colour, text, room } of all) {
    if (x > EDGE && x + room > EDGE + width) { x = EDGE; top += 22; }
    if (isDrawn) {
      context.fillStyle = colour;
      context.strokeStyle = ink.line;
      context.lineWidth = 1;
      const box = new Path2D();
      if (form === "point") box.arc(x + 10, top + 7, 6, 0, 2 * Math.PI);
      else if (form === "line") box.rect(x, top + 4, 20, 6);
      else if (form === "area" || form === "outline") box.rect(x, top, 20, 14);
      // A mark's path fills a square of 20.
      else box.addPath(new Path2D(form), new DOMMatrix([0.8, 0, 0, 0.8, x + 2, top - 1]));
      if (form === "outline") { context.strokeStyle = colour; context.setLineDash([3, 2]); context.lineWidth = 2; } else context.fill(box);
      context.stroke(box);
      context.setLineDash([]);
      context.fillStyle = ink.text;
      context.fillText(text, x + 28, top + 12, room - 32);
    }
    x += room;
  }
  return all.length ? top + 22 - y : 0;
}

/** The picture; nothing where there is no map. `colours` are of the words around it. @returns {HTMLCanvasElement|null} */
export function compose(/** @type {"light"|"dark"} */ colours) {
  const source = canvasOf();
  if (!source) return null;
  const ink = COLOURS[colours];
  const ratio = source.width / source.clientWidth;
  const part = seen();
  const width = Math.max(NARROWEST, part.width);
  const room = width - 2 * EDGE;
  const words = captions();
  const canvas = document.createElement("canvas");
  const context = /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d"));
  const fit = (/** @type {string} */ font, /** @type {string} */ text) => { context.font = font; return wrapped(context, text, room); };
  const [titleFont, plainFont, smallFont] = [`650 18px ${FONT}`, `400 13px ${FONT}`, `400 11.5px ${FONT}`];
  const title = fit(titleFont, words.title);
  const under = fit(plainFont, words.under);
  const verdict = fit(plainFont, words.verdict).slice(0, 4);
  const sources = fit(smallFont, [words.run, words.source].filter(Boolean).join(" · ")).slice(0, 5);
  const head = EDGE + title.length * 24 + under.length * 19 + 6;
  const legend = drawLegend(context, 0, room, ink, false);
  const foot = 14 + legend + (verdict.length ? verdict.length * 19 + 4 : 0) + sources.length * 17 + 10;
  canvas.width = Math.round(width * ratio);
  canvas.height = Math.round((head + part.height + foot) * ratio);
  context.scale(ratio, ratio);
  context.fillStyle = ink.ground;
  context.fillRect(0, 0, width, head + part.height + foot);
  context.drawImage(source, part.left * ratio, part.top * ratio, part.width * ratio, part.height * ratio, (width - part.width) / 2, head, part.width, part.height);
  context.fillStyle = ink.text;
  context.font = titleFont;
  let y = write(context, title, EDGE, EDGE + 16, 24);
  context.font = plainFont;
  context.fillStyle = ink.soft;
  write(context, under, EDGE, y - 3, 19);
  // A map that is tilted has no one scale.
  if (!solid.isOn) drawScale(context, (width - part.width) / 2 + EDGE, head + part.height - EDGE);
  y = head + part.height + 14;
  y += drawLegend(context, y, room, ink);
  context.font = plainFont;
  context.fillStyle = ink.text;
  if (verdict.length) y = write(context, verdict, EDGE, y + 13, 19) - 9;
  context.font = smallFont;
  context.fillStyle = ink.soft;
  write(context, sources, EDGE, y + 12, 17);
  return canvas;
}
