// What the page asks for before its modules have come: who is here, and the library of the map where somebody may see a map and the
// browser can draw one. It imports nothing, so that both are on their way while the rest is read.

/** What the server says of the caller; nothing where it does not answer. @type {Promise<any>} */
export const session = fetch(new URL("api/v1/session", document.baseURI)).then((answer) => (answer.ok ? answer.json() : null)).catch(() => null);

/** Whether this browser can draw a map. */
function canDraw() {
  const canvas = document.createElement("canvas");
  const context = /** @type {WebGLRenderingContext|null} */ (canvas.getContext("webgl2") ?? canvas.getContext("webgl"));
  context?.getExtension("WEBGL_lose_context")?.loseContext();
  return context !== null;
}

/** @type {Promise<""|"noWebGL"|"noLibrary">|null} */
let coming = null;

/** Has the map's library here; what stands in the way, or nothing. */
export function library() {
  coming ??= new Promise((resolve) => {
    if (!canDraw()) { resolve("noWebGL"); return; }
    const script = document.createElement("script");
    script.src = new URL("vendor/maplibre-gl.js", document.baseURI).href;
    script.onload = () => resolve("");
    script.onerror = () => { coming = null; resolve("noLibrary"); };
    document.head.append(script);
  });
  return coming;
}

session.then((found) => { if (found?.scopes?.includes("read")) library(); });
