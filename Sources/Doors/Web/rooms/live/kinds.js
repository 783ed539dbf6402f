// What is measured at a glance: water, weather, air, traffic … each with how many tell it and how many of them are late. Pressed, it narrows list and map.
import { h } from "../../vendor/vue.js";
import { number, t } from "../../core/i18n.js";
import { live, streams } from "./desk.js";
import { isLate, KIND_NAMES, kindOf } from "./reading.js";
import { SHAPES } from "./signs.js";

let kept = { key: "", all: /** @type {{kind: string, count: number, late: number}[]} */ ([]) };

/** Each kind that is measured. */
function counts() {
  const key = `${live.shape} ${live.version} ${Math.floor(live.now / 10_000)}`;
  if (kept.key === key) return kept.all;
  const found = Object.fromEntries(KIND_NAMES.map((kind) => [kind, { kind, count: 0, late: 0 }]));
  for (const one of streams.values()) {
    const kind = found[kindOf(one.property)];
    kind.count += 1;
    if (isLate(one, live.now)) kind.late += 1;
  }
  kept = { key, all: Object.values(found).filter(({ count }) => count > 0) };
  return kept.all;
}

/** The row of kinds; nothing where all is of one. */
export function Kinds() {
  const all = counts();
  if (all.length < 2) return null;
  return h("div", { class: "kinds", role: "group", "aria-label": t("now.kinds") }, all.map(({ kind, count, late }) => h("button", {
    type: "button", key: kind, "data-kind": kind, "aria-pressed": live.kind === kind, onClick: () => { live.kind = live.kind === kind ? "" : kind; live.property = ""; },
  }, [
    h("svg", { class: ["sign", kind], viewBox: "0 0 20 20", "aria-hidden": "true" }, [h("path", { d: SHAPES[kind] })]),
    h("span", [t(`live.kind.${kind}`), h("small", late ? t("now.kindLate", { count: number(count, 0), late: number(late, 0) }) : number(count, 0))])])));
}
