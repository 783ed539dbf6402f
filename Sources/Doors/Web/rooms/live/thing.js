// A thing: where it is, its streams with their last values, and a chart of each.
import { h } from "../../vendor/vue.js";
import { t } from "../../core/i18n.js";
import { button } from "../../core/parts.js";
import { live, things } from "./desk.js";
import { agoText, doubts, isLate, propertyText, valueText } from "./reading.js";
import { flyTo } from "../map/map.js";

export const Thing = {
  setup() {
    return () => {
      void live.version;
      const thing = things.get(/** @type {number} */ (live.thing));
      if (!thing) return null;
      return h("section", { class: "thing" }, [
        button(t("thing.back"), () => { live.thing = null; }),
        h("h2", thing.name),
        thing.place ? button(t("live.showOnMap"), () => flyTo(/** @type {number[]} */ (thing.place), 16.5), { icon: "target" }) : null,
        ...thing.streams.map((one) => h("p", { key: one.id }, [propertyText(one.property), " ", valueText(one.value, one.unit), " ", agoText(one.time, live.now), isLate(one, live.now) ? t("live.late") : "", doubts(one.quality).map((two) => two.text).join(" ")])),
      ]);
    };
  },
};
