// The layers of the map's style for what is live: they are there from the beginning, empty until there is something to show.

/** The layers of the map's style for alerts, things and new devices. */
export const liveLayers = (/** @type {any} */ c, /** @type {"light"|"dark"} */ theme) => [
  { id: "live-chosen", source: "live", type: "circle", filter: ["==", ["get", "chosen"], true],
    paint: { "circle-color": "rgba(10,132,208,0.16)", "circle-radius": 17, "circle-stroke-color": "#0a84d0", "circle-stroke-width": 3 } },
  { id: "live", source: "live", type: "symbol", filter: ["has", "sign"],
    layout: {
      "icon-image": ["concat", ["get", "sign"], `:${theme}`], "icon-allow-overlap": true, "symbol-sort-key": ["get", "order"],
      "icon-size": ["interpolate", ["linear"], ["zoom"], 9, 0.5, 12, 0.7, 15, 0.9, 18, 1.05],
      "text-field": ["step", ["zoom"], "", 12.5, ["get", "value"], 15.5, ["get", "all"]], "text-font": ["Noto Sans Medium"], "text-optional": true,
      "text-size": ["interpolate", ["linear"], ["zoom"], 12.5, 12, 17, 13.5], "text-anchor": "left", "text-offset": [1.15, 0], "text-justify": "left", "text-padding": 2,
      "text-max-width": 16,
    },
    paint: { "text-color": ["case", ["get", "late"], theme === "dark" ? "#aab3bc" : "#5c6168", c.text], "text-halo-color": c.halo, "text-halo-width": 2 } },
  // Above and beside the mark of its thing.
  { id: "live-alerts", source: "live", type: "symbol", filter: ["has", "severity"],
    layout: { "icon-image": ["concat", "live:alert:", ["get", "severity"], `:${theme}`], "icon-allow-overlap": true, "icon-ignore-placement": true, "icon-offset": [0, -19], "icon-size": ["interpolate", ["linear"], ["zoom"], 9, 0.7, 15, 1] },
    paint: { "icon-opacity": ["case", ["get", "isRaised"], 1, 0.6] } },
];
