// What is built, as an impact assessment tells it: the junctions around, before and after, by the applicant's trips and with mitigation, in the
// peak of a working day and of a Saturday.
import { h, ref } from "../../vendor/vue.js";
import { announce, store } from "../../core/store.js";
import { number, t, unit } from "../../core/i18n.js";
import { button } from "../../core/parts.js";
import { knownRow } from "../how/ask.js";
import { pieces } from "../map/edits.js";
import { flyTo } from "../map/map.js";
import { meeting } from "./meeting.js";

const NAME = /^traffic\.site\.(weekday|saturday)\.(volume|delay|queue|ratio|level)\.(before|after|stated|mitigated)$/;
const MEASURES = { volume: 0, delay: 0, queue: 0, ratio: 2 };
const SIDES = ["before", "after", "stated", "mitigated"];
const DAYS = ["weekday", "saturday"];
const chosen = ref("weekday");
/** Whether all measures are told, or the level of service alone. */
const isWhole = ref(false);

/** Whether a row tells of a single junction. */
export const isOfJunction = (/** @type {any} */ row) => Boolean(row.place) && NAME.test(row.id);

const rowOf = (/** @type {string} */ id) => store.run?.rows.find((/** @type {any} */ row) => row.id === `traffic.site.${id}`);

/** The junctions of a day in the order they are told: the greatest change first. */
function junctions(/** @type {string} */ day) {
  /** @type {Map<string, {key: string, streets: string[], hour: string, values: Map<string, number>, rows: Map<string, any>}>} */
  const found = new Map();
  for (const row of store.run?.rows ?? []) {
    const parts = row.place ? NAME.exec(row.id) : null;
    if (!parts || parts[1] !== day || (row.value ?? null) === null) continue;
    // Its formula names the hour.
    const hour = /, (\d+):00 on a /.exec(row.why ?? "")?.[1] ?? "";
    const one = found.get(row.place) ?? { key: row.place, streets: row.placeName?.split(" / ") ?? [], hour, values: new Map(), rows: new Map() };
    found.set(row.place, one);
    one.values.set(`${parts[2]}.${parts[3]}`, row.value);
    one.rows.set(`${parts[2]}.${parts[3]}`, row);
  }
  return [...found.values()];
}

const title = (/** @type {ReturnType<typeof junctions>[0]} */ one) => (one.streets.length ? one.streets.join(" / ") : t("junctions.nameless", { key: one.key }));

async function fly(/** @type {ReturnType<typeof junctions>[0]} */ one) {
  const streets = await Promise.all(one.streets.map((name) => pieces("named", name)));
  const position = meeting(streets, one.key);
  if (position) flyTo(position, 17);
  else announce(t("junctions.lost", { name: title(one) }));
}

const letter = (/** @type {number} */ level) => "ABCDEF"[Math.min(5, Math.max(0, Math.round(level) - 1))];

function cell(/** @type {ReturnType<typeof junctions>[0]} */ one, /** @type {string} */ measure, /** @type {string} */ side) {
  const value = one.values.get(`${measure}.${side}`);
  if (value === undefined) return "–";
  const row = one.rows.get(`${measure}.${side}`);
  if (measure !== "level") return knownRow(row, number(value, MEASURES[/** @type {keyof typeof MEASURES} */ (measure)]));
  const parts = side === "stated" && value !== one.values.get("level.after");
  return [knownRow(row, h("b", { class: ["service", `service-${letter(value)}`] }, letter(value))),
    parts ? [h("span", { "aria-hidden": "true" }, " ≠"), h("span", { class: "hidden" }, ` ${t("junctions.part")}`)] : null];
}

/** A table with a line a junction: its level of service on each side; below it, when they are wanted, what that is made of. */
function table(/** @type {ReturnType<typeof junctions>} */ all, /** @type {string[]} */ sides) {
  const units = { volume: "veh/h", delay: "s", queue: "m", ratio: "" };
  // Several junctions of one street with nameless ones are told apart by their number.
  const names = all.map(title);
  const name = (/** @type {number} */ place) => (names.indexOf(names[place]) === names.lastIndexOf(names[place]) ? names[place]
    : `${names[place]} (${number(names.slice(0, place + 1).filter((one) => one === names[place]).length, 0)})`);
  return h("div", { class: "table-wrap", tabindex: 0, role: "region", "aria-label": t(`junctions.${chosen.value}`) }, h("table", [
    h("caption", { class: "hidden" }, `${t("junctions.title")}, ${t(`junctions.${chosen.value}`)}`),
    h("thead", h("tr", [h("th", { scope: "col" }, t("junctions.level")), ...sides.map((side) => h("th", { key: side, scope: "col", class: "number" }, t(`junctions.${side}`)))])),
    ...all.map((one, place) => h("tbody", { key: one.key }, [
      h("tr", { class: "junction" }, [h("th", { scope: "row" }, [
        one.streets.length ? h("button", { type: "button", class: "link", onClick: () => fly(one) }, name(place)) : name(place),
        one.hour ? h("small", ` ${t("junctions.from", { time: `${one.hour.padStart(2, "0")}:00` })}`) : null]),
      ...sides.map((side) => h("td", { key: side, class: "number" }, cell(one, "level", side)))]),
      ...(isWhole.value ? Object.keys(MEASURES) : []).map((measure) => h("tr", { key: measure }, [
        h("th", { scope: "row" }, [t(`junctions.${measure}`), units[measure] ? h("small", ` ${unit(units[measure])}`) : null]),
        ...sides.map((side) => h("td", { key: side, class: "number" }, cell(one, measure, side)))]))]))]));
}

/** What the development adds, and how many junctions that reaches. */
function summary() {
  const [ours, stated] = [rowOf("trips"), rowOf("stated-trips")];
  const [count, worse] = [rowOf(`${chosen.value}.junctions`), rowOf(`${chosen.value}.junctions-worse`)];
  return [
    ours ? h("p", [t("junctions.trips", { ours: number(ours.value, 0) }), stated ? `, ${t("junctions.stated.trips", { stated: number(stated.value, 0) })}` : "."]) : null,
    count ? h("p", t("junctions.count", { count: number(count.value, 0), worse: number(worse?.value ?? 0, 0) })) : null];
}

/** The card of what is built; nothing where nothing is. */
export const Junctions = {
  render() {
    const days = DAYS.filter((day) => rowOf(`${day}.junctions`) || junctions(day).length);
    if (days.length === 0) return null;
    if (!days.includes(chosen.value)) chosen.value = days[0];
    const all = junctions(chosen.value);
    const sides = SIDES.filter((side) => all.some((one) => one.values.has(`volume.${side}`)));
    return h("section", { class: "card junctions", "aria-labelledby": "junctions-title" }, [
      h("h3", { id: "junctions-title" }, t("junctions.title")),
      h("div", { class: "segmented", role: "group", "aria-label": t("junctions.which") }, days.map((day) =>
        h("button", { type: "button", key: day, "aria-pressed": chosen.value === day, onClick: () => { chosen.value = day; } }, t(`junctions.${day}`)))),
      ...summary(),
      all.length ? [table(all, sides), button(t(isWhole.value ? "junctions.less" : "junctions.more"), () => { isWhole.value = !isWhole.value; }, { attributes: { "aria-expanded": isWhole.value } })] : null,
      sides.includes("stated") ? [h("p", { class: "quiet" }, t("junctions.partNote")), h("p", { class: "quiet" }, t("site.unchecked"))] : null,
    ]);
  },
};
