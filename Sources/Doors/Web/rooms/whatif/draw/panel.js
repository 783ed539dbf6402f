// What may be drawn, and the form of what is being drawn: a building with its floor and its car park, a place, a street.
import { h } from "../../../vendor/vue.js";
import { store } from "../../../core/store.js";
import { t, unit, word } from "../../../core/i18n.js";
import { button, iconButton } from "../../../core/parts.js";
import { Typed } from "../../../core/typed.js";
import { estimate } from "../estimate.js";
import { middleSeen } from "../../map/map.js";
import { add, change, close, draw, drawing, measure, setPoints, stop } from "./drawing.js";
import { area, rounded, sized, square } from "./footprint.js";

const USES = ["commercial", "residential", "industrial", "education", "health", "civic", "worship", "agricultural"];
const CLASSES = ["residential", "tertiary", "secondary", "primary", "service", "living_street", "pedestrian", "footway", "cycleway", "path"];
/** m² of ground that is put down without a hand to draw it. */
const USUAL = 10_000;

/** The four things that may be drawn. */
const tools = () => h("div", { class: "draw-tools", role: "group", "aria-labelledby": "draw-title" }, [
  h("p", { id: "draw-title", class: "draw-title" }, t("draw.title")),
  h("div", { class: "row" }, [
    button(t("draw.rectangle"), () => draw("building", "rectangle"), { attributes: { id: "draw-rectangle" } }),
    button(t("draw.polygon"), () => draw("building", "polygon"), { attributes: { id: "draw-polygon" } }),
    button(t("draw.place"), () => draw("place"), { attributes: { id: "draw-place" } }),
    button(t("draw.street"), () => draw("street"), { attributes: { id: "draw-street" } })]),
  h("p", { class: "quiet" }, t("draw.closeHint")),
]);

function input(/** @type {string} */ name, /** @type {string} */ label, /** @type {string} */ unit_ = "", options = {}) {
  const id = `draw-${name}`;
  return h("div", { class: "field", key: name }, [
    h("label", { for: id }, label),
    h("div", { class: "with-unit" }, [
      h("input", { id, type: "text", autocomplete: "off", inputmode: options.isText ? undefined : "decimal", placeholder: options.placeholder, list: options.list,
        value: drawing.fields[name] ?? "", onInput: (/** @type {any} */ event) => { drawing.fields[name] = event.target.value; } }),
      unit_ ? h("span", unit_) : null]),
  ]);
}

function choice(/** @type {string} */ name, /** @type {string} */ label, /** @type {string[]} */ words, /** @type {string} */ family) {
  const id = `draw-${name}`;
  return h("div", { class: "field", key: name }, [h("label", { for: id }, label),
    h("select", { id, value: drawing.fields[name] ?? "", onChange: (/** @type {any} */ event) => { drawing.fields[name] = event.target.value; } },
      words.map((one) => h("option", { key: one, value: one }, one ? word(`${family}.${one}`, one) : "–")))]);
}

/** The ground's m², which can be typed too: drawing needs no hand. */
const ground = () => h("div", { class: "field", key: "ground" }, [h("label", { for: "draw-ground" }, t("draw.ground")),
  h("div", { class: "with-unit" }, [
    h(Typed, { id: "draw-ground", type: "text", inputmode: "decimal", autocomplete: "off", value: drawing.points.length > 2 ? String(Math.round(area(drawing.points))) : "", disabled: drawing.points.length < 3,
      onCommit: (/** @type {string} */ text) => { const wanted = Number(text.replace(/[^\d.]/g, "")); if (wanted >= 1) setPoints(sized(drawing.points, wanted)); } }),
    h("span", "m²")])]);

function building() {
  const floor = area(drawing.points) * (Number(drawing.fields.floors) || 1);
  return [
    h("div", { class: "draw-pair" }, [ground(), choice("use", t("parameter.use"), USES, "word")]),
    h("div", { class: "draw-three" }, [
      input("floors", t("parameter.floors")),
      input("floor-area", t("draw.floor"), "m²", { placeholder: floor >= 1 ? String(Math.round(floor)) : "" }),
      input("parking", t("draw.parking"))]),
    h("fieldset", { class: "draw-stated" }, [h("legend", t("draw.stated")), h("div", { class: "draw-pair" }, [
      input("stated-trips", t("draw.statedTrips")), input("stated-runoff", t("draw.statedRunoff"), unit("m³/s"))])]),
    input("name", t("parameter.name"), "", { isText: true }),
  ];
}

const place = () => [
  h("div", { class: "draw-pair" }, [choice("kind", t("place.kind"), Object.keys(store.city.placeKinds), "kind"), input("capacity", t("place.capacity"))]),
  input("name", t("parameter.name"), "", { isText: true }),
];

const street = () => [
  h("div", { class: "draw-pair" }, [choice("class", t("parameter.class"), CLASSES, "class"), choice("oneway", t("parameter.oneway"), ["", "no", "yes"], "word")]),
  input("name", t("parameter.name"), "", { isText: true }),
];

/** Puts a square or a point down in the middle of what is seen: for who does not draw by hand. */
function putDown() {
  const centre = middleSeen();
  setPoints(drawing.kind === "place" ? [centre] : square(centre, drawing.points.length > 2 ? area(drawing.points) : USUAL).map(rounded));
  close();
}

/** The form of what is being drawn, or what may be. */
export function Drawing() {
  const { kind } = drawing;
  if (!kind) return tools();
  const size = measure();
  const isReady = Boolean(change()) && drawing.isClosed;
  return h("section", { class: "card drawing", "aria-labelledby": "drawing-title" }, [
    h("header", [
      h("div", [h("p", { class: "eyebrow" }, t(drawing.place >= 0 ? "draw.again" : "draw.new")), h("h3", { id: "drawing-title" }, t(`draw.${kind}`))]),
      iconButton(t("draw.stop"), "close", stop)]),
    h("p", { class: "quiet" }, [t(`picking.draw.${drawing.isClosed ? "edit" : drawing.shape}`), size ? h("b", ` ${size}`) : null]),
    kind === "street" ? null : h("div", { class: "row" }, [
      button(t("draw.middle"), putDown, { icon: "target" }),
      drawing.isClosed || kind === "place" ? null : button(t("form.pickDone"), close, { disabled: drawing.points.length < 3 })]),
    kind === "street" && !drawing.isClosed ? button(t("form.pickDone"), close, { disabled: drawing.points.length < 2 }) : null,
    ...(kind === "building" ? building() : kind === "place" ? place() : street()),
    h("div", { class: "row" }, [
      button(t(drawing.place >= 0 ? "draw.keep" : "form.add"), add, { kind: "main grow", disabled: !isReady || Boolean(estimate.complaint), attributes: { id: "draw-add" } }),
      button(t("form.cancel"), stop)]),
  ]);
}
