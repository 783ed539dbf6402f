// A form for any change, made from what the catalogue says of its parameters.
import { h, reactive, watch } from "../../vendor/vue.js";
import { store } from "../../core/store.js";
import { get, send } from "../../core/api.js";
import { t, unit, word } from "../../core/i18n.js";
import { button } from "../../core/parts.js";
import { addChange, fromDocument, toDocument } from "./scenarios.js";

/** @typedef {{name: string, kind: string, required: boolean, summary: string, unit?: string, minimum?: number, maximum?: number, words?: string[]}} Parameter */

/** Parameters that take a list of words, not one of them. */
const MANY = new Set(["to"]);

const form = reactive({ keyword: "", part: /** @type {import("./scenarios.js").Part} */ ("changes"), values: /** @type {Record<string, any>} */ ({}), files: /** @type {string[]|null} */ (null),
  complaint: "", /** The field the complaint stands at. */ at: "", isTrying: false });

/** What most people say of a change; the rest is folded away until it is wanted. */
const FIRST = {
  rain: ["depth", "duration"], "sea-level": ["mean", "range", "high-at", "rise"], inflow: ["at", "river", "peak", "duration"],
  "flood-settings": ["cell", "hours", "members", "return-periods"],
  "close-streets": ["named", "to", "from", "until"], lanes: ["named", "count", "by"], "one-way": ["named", "towards"], demand: ["factor", "from", "until"],
};

// What is picked on the map goes into the field that asked for it.
watch(() => store.picking, (picking) => {
  if (!picking?.field || !form.keyword) return;
  if (picking.kind === "place" && picking.points.length) {
    form.values[picking.field] = picking.points[0];
    store.picking = null;
  } else if (picking.kind === "area") form.values[picking.field] = picking.points;
});

async function begin(/** @type {string} */ keyword, /** @type {import("./scenarios.js").Part} */ part) {
  form.part = part;
  form.keyword = keyword;
  form.values = {};
  form.complaint = "";
  form.at = "";
  store.picking = null;
  const change = definition(keyword);
  if (change?.parameters.some((/** @type {Parameter} */ one) => one.kind === "file") && form.files === null) {
    try { form.files = (await get("files")).items; } catch { form.files = []; }
  }
}

/** An area may be a line: a wall, a bank, a new street. Its summary says so. */
export const isLine = (/** @type {Parameter} */ one) => one.kind === "area" && (one.name === "line" || (/\bline\b/i.test(one.summary) && !/\b(area|ring|polygon|outline)\b/i.test(one.summary)));

/** Whether a change's parameter is a line. */
export const isLineOf = (/** @type {string} */ keyword, /** @type {string} */ name) => {
  const parameter = definition(keyword)?.parameters.find((/** @type {Parameter} */ one) => one.name === name);
  return Boolean(parameter && isLine(parameter));
};

/** What is supposed more often than changed: it stands first in that list. */
const WEATHER = ["rain", "sea-level", "inflow", "start", "tide", "flood-depth", "soil", "drain"];

const definition = (/** @type {string} */ keyword) => store.catalogue?.changes.find((/** @type {any} */ one) => one.keyword === keyword);

export const changeTitle = (/** @type {string} */ keyword) => word(`change.${keyword}`, keyword);
/** What a parameter is called: `from` is an hour in one change and a street in another. */
const parameterTitle = (/** @type {Parameter} */ one) => word(`parameter.${one.name}.${form.keyword}`, word(`parameter.${one.name}`, one.name));

/** A single street, where others take several. */
const isOneStreet = (/** @type {Parameter} */ one) => one.kind === "streets" && form.keyword === "ban-turn";

/** Says what is wrong, at the field it concerns. */
function complain(/** @type {string} */ text, /** @type {string} */ at = "") {
  form.complaint = text;
  form.at = at;
  requestAnimationFrame(() => document.getElementById(at ? `form-${at}` : "form-complaint")?.focus());
}

/** The fields as they go into the scenario; nothing when one of them is complained of. */
function fieldsOf(/** @type {any} */ change) {
  const fields = /** @type {Record<string, unknown>} */ ({});
  for (const one of change.parameters) {
    const value = form.values[one.name];
    const isEmpty = value === undefined || value === "" || value === null || (Array.isArray(value) && value.length === 0);
    if (isEmpty && one.required) { complain(t("form.missing", { name: parameterTitle(one) }), one.name); return null; }
    if (isEmpty) continue;
    if (one.kind === "number") {
      // A number may carry its unit, as in a scenario's file: the server turns it into the field's own, or says that it cannot.
      const written = String(value).trim();
      const number = Number(written);
      if (!/^[+-]?(\d|\.\d)/.test(written)) { complain(t("form.number", { name: parameterTitle(one), text: written, unit: unit(one.unit ?? "") }), one.name); return null; }
      if (Number.isFinite(number) && (number < (one.minimum ?? -Infinity) || number > (one.maximum ?? Infinity))) {
        complain(t("form.range", { name: parameterTitle(one), low: one.minimum, high: one.maximum, unit: unit(one.unit ?? "") }), one.name);
        return null;
      }
      fields[one.name] = Number.isFinite(number) ? number : written;
    } else if (one.kind === "streets") {
      const names = String(value).split("\n").map((text) => text.trim()).filter(Boolean);
      fields[one.name] = names.length === 1 ? names[0] : names;
    } else if (one.kind === "area") {
      if (value.length < (isLine(one) ? 2 : 3)) { complain(t(isLine(one) ? "form.area" : "form.ring", { name: parameterTitle(one) }), one.name); return null; }
      fields[one.name] = value;
    } else fields[one.name] = value;
  }
  return fields;
}

async function add() {
  const { keyword, part } = form;
  const change = definition(keyword);
  form.complaint = "";
  form.at = "";
  const fields = fieldsOf(change);
  if (!fields || form.isTrying) return;
  form.isTrying = true;
  try {
    const scenario = toDocument({ ...store.scenario, [part]: [...(store.scenario?.[part] ?? []), { keyword, fields }] });
    const { value } = await send("POST", "try", scenario);
    if (form.keyword !== keyword) return;
    // As the server understood it: 4 in are 101.6 mm.
    addChange(keyword, fromDocument(value[part][value[part].length - 1]).fields, part);
    form.keyword = "";
    store.picking = null;
  } catch (error) {
    const problem = /** @type {any} */ (error).problem;
    const isHere = problem?.change === keyword && problem.field && change.parameters.some((/** @type {Parameter} */ one) => one.name === problem.field);
    const text = problem?.reason ?? (error instanceof Error ? error.message : String(error));
    complain(text === "offline" ? t("error.offline") : text.startsWith(`${keyword}: `) ? text.slice(keyword.length + 2) : text, isHere ? problem.field : "");
  } finally { form.isTrying = false; }
}

/** What is drawn for a field that is not added yet, so that it stays on the map. */
export function sketched() {
  const change = form.keyword ? definition(form.keyword) : null;
  return (change?.parameters ?? []).filter((/** @type {Parameter} */ one) => ["place", "area"].includes(one.kind) && form.values[one.name]?.length)
    .map((/** @type {Parameter} */ one) => ({ isLine: one.kind === "area" && isLine(one), points: one.kind === "place" ? [form.values[one.name]] : form.values[one.name] }));
}

function pickButton(/** @type {Parameter} */ one, /** @type {"place"|"area"} */ kind) {
  const isPicking = store.picking?.field === one.name;
  return button(t(isPicking ? (kind === "area" ? "form.pickDone" : "form.pickCancel") : kind === "area" ? "form.pickArea" : "form.pickPlace"), () => {
    store.picking = isPicking ? null : { kind, isLine: isLine(one), field: one.name, points: kind === "area" ? form.values[one.name] ?? [] : [] };
    if (!isPicking && innerWidth < 760) store.sheet = "low";
  }, { kind: isPicking ? "plain on" : "plain", icon: "target" });
}

function control(/** @type {Parameter} */ one) {
  const id = `form-${one.name}`;
  const value = form.values[one.name];
  const set = (/** @type {any} */ event) => { form.values[one.name] = event.target.value; };
  const isBad = form.at === one.name;
  const common = { id, "aria-describedby": isBad ? `${id}-complaint ${id}-note` : `${id}-note`, "aria-invalid": isBad || undefined, required: one.required };
  switch (one.kind) {
    case "number":
      return h("div", { class: "with-unit" }, [
        h("input", { ...common, type: "text", inputmode: "decimal", autocomplete: "off", value: value ?? "", onInput: set }),
        one.unit ? h("span", unit(one.unit)) : null]);
    case "choice":
      if (MANY.has(one.name)) {
        const chosen = value ?? [];
        return h("div", { class: "checks", role: "group", "aria-label": parameterTitle(one) }, one.words?.map((name) => h("label", { key: name }, [
          h("input", { type: "checkbox", checked: chosen.includes(name), onChange: (/** @type {any} */ event) => {
            form.values[one.name] = event.target.checked ? [...chosen, name] : chosen.filter((/** @type {string} */ other) => other !== name);
          } }), word(`vehicle.${name}`, name)])));
      }
      return h("select", { ...common, value: value ?? "", onChange: set }, [
        h("option", { value: "" }, "–"), ...(one.words ?? []).map((name) => h("option", { value: name }, word(`word.${name}`, word(`class.${name}`, word(`vehicle.${name}`, name)))))]);
    case "file": {
      // A depth map is a raster, rain by the hour is a table.
      const isTable = /table|text/i.test(`${one.name} ${one.summary}`);
      const files = (form.files ?? []).filter((file) => /\.(csv|txt|inp)$/i.test(file) === isTable);
      return files.length
        ? h("select", { ...common, value: value ?? "", onChange: set }, [h("option", { value: "" }, "–"), ...files.map((file) => h("option", { value: file }, file))])
        : h("input", { ...common, type: "text", value: value ?? "", placeholder: isTable ? "tables/…" : "rasters/…", onInput: set });
    }
    case "streets": {
      const named = store.selected?.table === "streets" ? store.selected.feature?.properties : null;
      const suggestion = named ? (one.name === "keys" ? named.key : named.name) : "";
      return h("div", [
        isOneStreet(one) ? h("input", { ...common, type: "text", autocomplete: "off", value: value ?? "", placeholder: t("form.street"), onInput: set })
          : h("textarea", { ...common, rows: 2, value: value ?? "", placeholder: t(one.name === "keys" ? "form.keys" : "form.names"), onInput: set }),
        suggestion ? button(t("form.take", { name: suggestion }), () => { form.values[one.name] = isOneStreet(one) ? suggestion : [value, suggestion].filter(Boolean).join("\n"); }) : null]);
    }
    case "place":
      return h("div", { class: "pick" }, [pickButton(one, "place"), value ? h("output", `${value[1].toFixed(5)}, ${value[0].toFixed(5)}`) : null]);
    case "area":
      return h("div", { class: "pick" }, [pickButton(one, "area"),
        value?.length ? h("output", t("form.corners", { count: value.length })) : null,
        value?.length ? button(t("form.clear"), () => { form.values[one.name] = []; if (store.picking) store.picking = { ...store.picking, points: [] }; }) : null]);
    default:
      if (one.name === "at" && form.keyword === "start") return h("input", { ...common, type: "datetime-local", min: "1971-01-01T00:00", max: "2199-12-31T23:59", value: value ?? "", onInput: set });
      if (one.name === "kind") {
        return h("div", [
          h("input", { ...common, type: "text", list: "place-kinds", value: value ?? "", onInput: set }),
          h("datalist", { id: "place-kinds" }, Object.keys(store.city.placeKinds).map((kind) => h("option", { value: kind }, word(`kind.${kind}`, kind))))]);
      }
      return h("input", { ...common, type: "text", value: value ?? "", onInput: set });
  }
}

/** A field with its name, its control, a line on what it is, and what is wrong with it. */
const field = (/** @type {Parameter} */ one) => h("div", { class: ["field", form.at === one.name ? "bad" : ""], key: one.name }, [
  h("label", { for: `form-${one.name}` }, [parameterTitle(one), one.required ? h("span", { class: "required" }, ` ${t("form.required")}`) : null]),
  control(one),
  form.at === one.name ? h("p", { class: "complaint", role: "alert", lang: "en", id: `form-${one.name}-complaint` }, form.complaint) : null,
  h("p", { class: "quiet", id: `form-${one.name}-note`, lang: "en" }, one.summary)]);

/** The form of what is added to one of the two lists: first which, then its fields. */
export function ChangeForm(/** @type {import("./scenarios.js").Part} */ part) {
  const changes = store.catalogue?.changes ?? [];
  const isOpen = form.part === part;
  const change = isOpen ? definition(form.keyword) : null;
  const id = part === "changes" ? "form-change" : "form-supposing";
  const weather = changes.filter((/** @type {any} */ one) => WEATHER.includes(one.keyword));
  const other = changes.filter((/** @type {any} */ one) => !WEATHER.includes(one.keyword));
  const parameters = change?.parameters ?? [];
  const isFirst = (/** @type {Parameter} */ one) => one.required || !FIRST[form.keyword] || FIRST[form.keyword].includes(one.name);
  const [first, rest] = [parameters.filter(isFirst), parameters.filter((/** @type {Parameter} */ one) => !isFirst(one))];
  const option = (/** @type {any} */ one) => h("option", { key: one.keyword, value: one.keyword }, changeTitle(one.keyword));
  return h("div", { class: "form" }, [
    h("label", { for: id }, t(part === "changes" ? "form.other" : "form.suppose")),
    h("select", { id, value: isOpen ? form.keyword : "", onChange: (/** @type {any} */ event) => begin(event.target.value, part) }, [
      h("option", { value: "" }, t("form.choose")), ...(part === "changes" ? changes.map(option) : [...weather.map(option), ...other.map(option)])]),
    change ? h("form", { class: "fields", novalidate: true, onSubmit: (/** @type {Event} */ event) => { event.preventDefault(); add(); } }, [
      h("p", { class: "quiet" }, word(`summary.${change.keyword}`, change.summary)),
      ...first.map(field),
      rest.length ? h("details", { class: "more", key: "more", open: rest.some((/** @type {Parameter} */ one) => one.name === form.at) || undefined }, [
        h("summary", t("form.more", { count: rest.length })), h("div", { class: "fields" }, rest.map(field))]) : null,
      form.complaint && !form.at ? h("p", { class: "complaint", role: "alert", id: "form-complaint", tabindex: -1 }, form.complaint) : null,
      h("div", { class: "row" }, [
        h("button", { type: "submit", class: "button main", disabled: form.isTrying }, t("form.add")),
        button(t("form.cancel"), () => { form.keyword = ""; store.picking = null; })]),
    ]) : null,
  ]);
}
