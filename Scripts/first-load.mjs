// What the page must have before its first picture: its modules, weighed, and the list of them in index.html, so that none is found late.
// node Scripts/first-load.mjs says the figures; with --write it writes the list.
import { readFile, readdir, writeFile } from "node:fs/promises";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";

export const WEB = fileURLToPath(new URL("../Sources/Doors/Web/", import.meta.url));
const ENTRIES = ["core/begin.js", "main.js"];
const BETWEEN = /( *<!-- What main\.js imports[^\n]*-->\n)([\s\S]*?)( *<!-- \/first -->)/;

const read = (name) => readFile(path.join(WEB, name), "utf8");

/** What a module imports: `now` with itself, `later` when it is asked to. */
async function imports(name) {
  const text = await read(name);
  const found = (pattern) => [...text.matchAll(pattern)].map((one) => path.posix.join(path.posix.dirname(name), one[1] ?? one[2]));
  return { now: found(/^(?:import|export)\b[^;]*?\bfrom "([^"]+)"|^import "([^"]+)"/gm), later: found(/\bimport\("([^"]+)"\)/g) };
}

/** The modules that come with some, the nearest first; those of their dynamic imports too, where asked. */
export async function graph(entries, isWhole = false) {
  const seen = new Set(entries);
  const queue = [...entries];
  for (let name = queue.shift(); name; name = queue.shift()) {
    const { now, later } = await imports(name);
    for (const one of isWhole ? [...now, ...later] : now) if (!seen.has(one)) { seen.add(one); queue.push(one); }
  }
  return [...seen];
}

/** The list of index.html as it stands, and as it should. */
export async function lists() {
  const page = await read("index.html");
  const stands = [...(BETWEEN.exec(page)?.[2] ?? "").matchAll(/href="([^"]+)"/g)].map((one) => one[1]);
  return { page, stands, should: (await graph(ENTRIES)).filter((name) => !ENTRIES.includes(name)) };
}

const packed = async (name) => {
  // The libraries are fetched by Scripts/set-up-web.sh; where they are not, their last known weight counts.
  try { return gzipSync(await readFile(path.join(WEB, name)), { level: 9 }).length; } catch { return { "vendor/vue.js": 60_028, "vendor/maplibre-gl.js": 275_086 }[name]; }
};
const sum = async (names) => (await Promise.all(names.map(packed))).reduce((all, one) => all + one, 0);

/** Bytes, packed, before the first picture: of the page and its parts; the heaviest catalogue counts. */
export async function weigh() {
  const page = await read("index.html");
  const sheets = [...page.matchAll(/<link rel="stylesheet" href="([^"]+)"([^>]*)>/g)].filter(([, , rest]) => !rest.includes("disabled") && !rest.includes('media="print"')).map((one) => one[1]);
  const words = await Promise.all((await readdir(path.join(WEB, "strings"))).filter((name) => name.endsWith(".json")).map((name) => packed(`strings/${name}`)));
  const modules = await graph(ENTRIES);
  const whole = await graph(ENTRIES, true);
  const own = (names) => names.filter((name) => !name.startsWith("vendor/"));
  const parts = {
    modules: await sum(own(modules)), vue: await packed("vendor/vue.js"), styles: await sum(sheets), words: Math.max(...words), page: await packed("index.html"),
  };
  const map = await packed("vendor/maplibre-gl.js");
  const without = Object.values(parts).reduce((all, one) => all + one, 0);
  return { count: own(modules).length, parts, map, without, total: without + map, afterwards: { count: own(whole).length - own(modules).length, modules: await sum(own(whole)) - parts.modules } };
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const { page, should } = await lists();
  if (process.argv.includes("--write")) {
    const lines = should.map((name) => `  <link rel="modulepreload" href="${name}">\n`).join("");
    await writeFile(path.join(WEB, "index.html"), page.replace(BETWEEN, (_, before, _old, after) => before + lines + after));
  }
  console.log(JSON.stringify(await weigh(), null, 1));
  if (process.argv.includes("--list")) for (const name of should) console.log(String(await packed(name)).padStart(6), name);
}
