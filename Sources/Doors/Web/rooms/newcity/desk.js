// A city in the making: its files on their way to the server, what they were taken for, and the work that reads them.
import { reactive } from "../../vendor/vue.js";
import { address, get, remove, send, told } from "../../core/api.js";
import { announce, store } from "../../core/store.js";
import { t } from "../../core/i18n.js";
import { making } from "./making.js";
import { usable } from "./words.js";

export const desk = reactive({
  /** The import as the server tells it; nothing before the first file. */
  one: /** @type {any} */ (null),
  /** Files on their way: name, size, sent, error. */
  sending: /** @type {{name: string, size: number, sent: number, error: string, request: XMLHttpRequest|null}[]} */ ([]),
  /** The item whose placements are on the map, and those placements. */
  placing: "", placements: /** @type {any[]} */ ([]), isPlacing: false, looked: "",
  /** The line around the town on the map. */
  outline: /** @type {any[]} */ ([]),
  error: "", isBusy: false,
});

const tell = (/** @type {unknown} */ error) => { desk.error = error instanceof Error ? (error.message === "offline" ? t("error.offline") : error.message) : String(error); };

/** Takes over what the server says of the import. */
function took(/** @type {any} */ one) {
  desk.one = one;
  const waits = one.items.find((/** @type {any} */ item) => item.needsSystem);
  if (!one.items.some((/** @type {any} */ item) => item.id === desk.placing)) desk.placing = waits?.id ?? "";
  else if (waits && !one.items.find((/** @type {any} */ item) => item.id === desk.placing).needsSystem) desk.placing = waits.id;
  place();
}

/** Opens New city; an import that was left half done is taken up again. */
export async function open() {
  making.isOpen = true;
  desk.error = "";
  try {
    const { items } = await get("imports");
    const left = items.find((/** @type {any} */ one) => !one.adopted && one.files > 0);
    if (left && !desk.one) { took(await get(`imports/${left.id}`)); follow(); }
  } catch (error) { tell(error); }
}

/** The import, begun with the first file. */
let beginning = /** @type {Promise<any>|null} */ (null);
async function begun() {
  if (desk.one && !desk.one.adopted) return desk.one;
  beginning ??= send("POST", "imports", {}).then(({ value }) => { took(value); return value; }).finally(() => { beginning = null; });
  return beginning;
}

/** Two files at a time are enough for any line. */
const AT_ONCE = 2;
let underWay = 0;
const queue = /** @type {(() => Promise<void>)[]} */ ([]);
async function next() {
  if (underWay >= AT_ONCE) return;
  const work = queue.shift();
  if (!work) return;
  underWay += 1;
  try { await work(); } finally { underWay -= 1; next(); }
}

/** Sends files, and shows what each was taken for. */
export async function add(/** @type {Iterable<File>} */ files) {
  desk.error = "";
  for (const file of usable(files)) {
    desk.sending = desk.sending.filter((one) => one.name !== file.name);
    const line = reactive({ name: file.name, size: file.size, sent: 0, error: "", request: null });
    desk.sending.push(line);
    queue.push(() => transfer(file, line));
    next();
  }
}

/** Sends one file; `line` shows how far it is. */
async function transfer(/** @type {File} */ file, /** @type {any} */ line) {
  try {
    const { id } = await begun();
    const answer = await put(`imports/${id}/files/${encodeURIComponent(file.name)}`, file, line);
    took(answer.import);
    desk.sending = desk.sending.filter((one) => one.name !== line.name);
    announce(t("newcity.came", { file: file.name }));
  } catch (error) {
    line.error = error instanceof Error ? error.message : String(error);
    if (line.error === "stopped") desk.sending = desk.sending.filter((one) => one.name !== line.name);
  }
}

/** A PUT that tells how much has gone: fetch does not. */
function put(/** @type {string} */ path, /** @type {File} */ file, /** @type {any} */ line) {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    line.request = request;
    request.open("PUT", address(path));
    request.setRequestHeader("Content-Type", "application/octet-stream");
    request.upload.onprogress = (event) => { line.sent = event.loaded; };
    request.onload = () => {
      let body = null;
      try { body = JSON.parse(request.responseText); } catch { /* no document: the status alone speaks */ }
      if (request.status === 200) resolve(body);
      else reject(new Error(told(body, `${request.status} ${request.statusText}`)));
    };
    request.onerror = () => reject(new Error(t("error.offline")));
    request.onabort = () => reject(new Error("stopped"));
    request.send(file);
  });
}

/** Asks something of the server that answers with the import. */
async function ask(/** @type {() => Promise<any>} */ act) {
  desk.error = "";
  desk.isBusy = true;
  try { took((await act()).value); return true; } catch (error) { tell(error); return false; } finally { desk.isBusy = false; }
}

const path = (rest = "") => `imports/${desk.one.id}${rest}`;

/** Says what an item is. */
export const choose = (/** @type {string} */ item, /** @type {any} */ choice) => ask(() => send("PATCH", path(`/items/${item}`), choice));

/** Says what only a person knows. */
export const set = async (/** @type {any} */ settings) => { await begun(); return ask(() => send("PATCH", path(), settings)); };

/** Takes an item out, with its files. */
export const takeOut = (/** @type {string} */ item) => ask(async () => { await remove(path(`/items/${item}`)); return { value: await get(path()) }; });

/** Gives the import up. */
export async function giveUp() {
  for (const { request } of desk.sending) request?.abort();
  source?.close();
  if (desk.one) try { await remove(path()); } catch (error) { tell(error); }
  Object.assign(desk, { one: null, sending: [], placing: "", placements: [], outline: [], looked: "" });
}

/** Reads the files into a city. */
export const start = async () => { if (await ask(() => send("POST", path("/work"), {}))) follow(); };

/** Stops the reading. */
export const stop = () => ask(async () => { await remove(path("/work")); return { value: await get(path()) }; });

/** Makes the city that was read the one that is served, and begins the page anew with it. */
export async function adopt() {
  if (!await ask(() => send("POST", path("/adoption"), {}))) return;
  location.hash = `#v=1&p=city&lang=${store.lang}${store.theme ? `&theme=${store.theme}` : ""}`;
  location.reload();
}

/** @type {EventSource|null} */
let source = null;
function follow() {
  source?.close();
  if (desk.one?.work?.state !== "running") return;
  const { id } = desk.one;
  source = new EventSource(address(`imports/${id}/work/events`));
  source.addEventListener("work", async (event) => {
    if (desk.one?.id !== id) return;
    desk.one.work = JSON.parse(/** @type {MessageEvent} */ (event).data);
    if (desk.one.work.state === "running") return;
    source?.close();
    try { took(await get(`imports/${id}`)); } catch (error) { tell(error); }
    announce(t(`newcity.work.${desk.one.work.state}`));
  });
  source.onerror = async () => {
    // The stream ends with the work; one that broke is asked about once, then tried again by the browser.
    if (desk.one?.work?.state !== "running") { source?.close(); return; }
    try { took(await get(`imports/${id}`)); } catch (error) { tell(error); source?.close(); }
  };
}

// Where things lie: the line around the town, and the placements of the item that is looked at.

/** Looks at another item on the map. */
export function lookAt(/** @type {string} */ item) { desk.placing = item; place(); }

/** Fetches what the map shows, where it has changed. */
async function place() {
  const { one, placing } = desk;
  const item = one?.items.find((/** @type {any} */ it) => it.id === placing);
  const boundary = one?.items.find((/** @type {any} */ it) => it.kind === "boundary" && it.box);
  const wanted = JSON.stringify([one?.id, one?.town, placing, item?.size, item?.kind, boundary?.id, boundary?.size, boundary?.system]);
  if (desk.looked === wanted) return;
  desk.looked = wanted;
  desk.isPlacing = true;
  try {
    const [shown, outline] = await Promise.all([
      item && !item.failure && item.content !== "map" && (item.box || one.town) ? get(`imports/${one.id}/items/${placing}/placements${item.system?.own && !item.system.chosen && !item.needsSystem ? "" : "?all=1"}`) : { items: [] },
      boundary ? get(`imports/${one.id}/items/${boundary.id}/placements`) : { items: [] },
    ]);
    if (desk.looked !== wanted) return;
    desk.placements = shown.items;
    desk.outline = outline.items[0]?.shapes.features ?? [];
  } catch (error) { tell(error); } finally { desk.isPlacing = false; }
}
