// The buttons of the third dimension among the map's: into it and back, and the compass.
import { h } from "../../vendor/vue.js";
import { bring } from "../../core/fetched.js";
import { t } from "../../core/i18n.js";
import { store } from "../../core/store.js";
import { solid } from "./asked.js";

/** The buttons of the map: into the third dimension and back, and north up while it is on. */
export const SolidButtons = {
  render: () => (store.mapError ? [] : [
    h("button", { type: "button", class: "icon-button solid-button", title: `${t(solid.isOn ? "solid.off" : "solid.on")} (3)`, "aria-label": t(solid.isOn ? "solid.off" : "solid.on"),
      "aria-pressed": solid.isOn, onClick: () => bring("solid").then(({ toggleSolid }) => { store.isMore = false; toggleSolid(); }).catch(() => {}) }, "3-D"),
    solid.isOn ? h("button", { type: "button", class: "icon-button compass", title: t("solid.north"), "aria-label": t("solid.north"), onClick: () => bring("solid").then(({ turnNorth }) => turnNorth()).catch(() => {}) },
      h("svg", { class: "icon", viewBox: "0 0 24 24", "aria-hidden": "true", focusable: "false", style: { rotate: `${-solid.bearing}deg` } }, [
        h("path", { d: "M12 2 7.5 12h9z", class: "compass-north" }), h("path", { d: "M12 22 7.5 12h9z", fill: "currentColor" })])) : null,
  ]),
};
