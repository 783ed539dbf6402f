// A chart of values over time, fetched when the first is shown.
import { later } from "../../core/later.js";

export const OverTime = later(() => import("./chart.js"), "OverTime");
