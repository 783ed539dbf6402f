// Names in scripts whose letters join or stack (Tamil, Jawi, Thai …): MapLibre draws letter by letter and gets them wrong,
// a canvas gets them right. Each such name becomes a picture the first time a tile asks for it.
import { colours } from "./style.js";

/** Draws the pictures a map asks for. */
export function drawLabels(/** @type {any} */ map) {
  map.on("styleimagemissing", (/** @type {{id: string}} */ event) => {
    const found = /^label-(light|dark):([\s\S]+)$/.exec(event.id);
    if (!found || map.hasImage(event.id)) return;
    const theme = /** @type {"light"|"dark"} */ (found[1]);
    const text = found[2].slice(0, 80);
    const ratio = 2;
    const canvas = document.createElement("canvas");
    const context = /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d", { willReadFrequently: true }));
    const font = `${12 * ratio}px "Noto Sans", "Noto Sans Tamil", "Noto Naskh Arabic", system-ui, sans-serif`;
    context.font = font;
    canvas.width = Math.ceil(context.measureText(text).width) + 8 * ratio;
    canvas.height = 20 * ratio;
    context.font = font;
    context.textAlign = "center";
    context.textBaseline = "middle";
    context.lineJoin = "round";
    context.lineWidth = 3 * ratio;
    context.strokeStyle = colours(theme).halo;
    context.fillStyle = colours(theme).text;
    context.strokeText(text, canvas.width / 2, canvas.height / 2);
    context.fillText(text, canvas.width / 2, canvas.height / 2);
    map.addImage(event.id, context.getImageData(0, 0, canvas.width, canvas.height), { pixelRatio: ratio });
  });
}
