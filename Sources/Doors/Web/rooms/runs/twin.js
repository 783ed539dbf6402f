// The map as a table, fetched when it is first looked at; and what it is of.
import { h, reactive } from "../../vendor/vue.js";
import { later } from "../../core/later.js";

/** What the table shows: "map" for the values on the map, a layer, "live" or "alerts"; what lies nearest where nobody chose. */
export const twin = reactive({ what: "" });

const Tables = later(() => import("../table/twin.js"), "Twin", 8);

/** What stands in the panel. */
export const Twin = () => h(Tables);
