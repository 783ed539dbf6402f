// What the page says while its server does not answer: since when, how old what is seen has become, when it is asked again, and a button to ask now.
import { h, watch } from "../../vendor/vue.js";
import { t } from "../../core/i18n.js";
import { checkNow, line } from "../../core/line.js";
import { button, icon } from "../../core/parts.js";
import { announce, store } from "../../core/store.js";

const clock = (/** @type {number} */ time) => new Intl.DateTimeFormat(store.lang, { timeStyle: "short" }).format(time);

/** A length of time in the reader's words: 12 sec, 5 min, 2 hr. */
function length(/** @type {number} */ milliseconds) {
  const seconds = Math.max(0, Math.round(milliseconds / 1000));
  const [value, unit] = seconds < 90 ? [seconds, "second"] : seconds < 5400 ? [Math.round(seconds / 60), "minute"] : [Math.round(seconds / 3600), "hour"];
  return new Intl.NumberFormat(store.lang, { style: "unit", unit, unitDisplay: "short" }).format(value);
}

export function Banner() {
  if (!line.isLost) return null;
  return h("section", { class: "line-banner", "aria-label": t("line.title") }, [
    h("div", [
      h("p", { class: "line-title" }, [icon("unplugged"), t("line.title")]),
      h("p", t(store.city ? "line.kept" : "line.nothing", { time: clock(line.heard), age: length(line.now - line.heard) })),
      h("p", { class: "quiet" }, line.isAsking || line.next === null ? t("line.asking") : t("line.next", { time: length(line.next - line.now) }))]),
    button(t("line.now"), checkNow, { kind: "main", disabled: line.isAsking, attributes: { id: "line-now" } }),
  ]);
}

watch(() => line.isLost, (isLost, was) => { if (isLost !== was) announce(isLost ? `${t("line.title")} ${t("line.kept", { time: clock(line.heard), age: length(line.now - line.heard) })}` : t("line.back")); });
