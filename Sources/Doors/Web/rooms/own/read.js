// A reader's own file as features: GeoJSON as RFC 7946 has it, or a table with columns of latitude and longitude. Plain functions; what is
// wrong is an OwnError, whose name is a word of the catalogue and whose values stand in its sentence.

/** Bytes and features at most: more than that is for the city's own data, not for a look. */
export const LARGEST = 20 * 1024 * 1024;
export const MOST = 50_000;

export class OwnError extends Error {
  constructor(/** @type {string} */ word, /** @type {Record<string, unknown>} */ values = {}) {
    super(word);
    this.word = word;
    this.values = values;
  }
}

const DEPTH = /** @type {Record<string, number>} */ ({ Point: 0, MultiPoint: 1, LineString: 1, MultiLineString: 2, Polygon: 2, MultiPolygon: 3 });

/** Calls for each position of a geometry's coordinates; false where there is something else among them. */
function everyPosition(/** @type {any} */ coordinates, /** @type {number} */ depth, /** @type {(position: number[]) => boolean} */ is) {
  if (!Array.isArray(coordinates)) return false;
  if (depth === 0) return coordinates.length >= 2 && typeof coordinates[0] === "number" && typeof coordinates[1] === "number" && is(coordinates);
  return coordinates.length > 0 && coordinates.every((/** @type {any} */ one) => everyPosition(one, depth - 1, is));
}

/** The simple geometries of one; those of a collection one by one. @returns {any[]} */
const simple = (/** @type {any} */ geometry) => (geometry?.type === "GeometryCollection" && Array.isArray(geometry.geometries) ? geometry.geometries.flatMap(simple) : [geometry]);

/** Features that a map can draw, how many were left out, and the box around them. */
function collected(/** @type {{geometry: any, properties: any}[]} */ all, skippedBefore = 0) {
  const box = [Infinity, Infinity, -Infinity, -Infinity];
  const features = [];
  let skipped = skippedBefore;
  let foreign = /** @type {number[]|null} */ (null);
  for (const { geometry, properties } of all) {
    for (const shape of simple(geometry)) {
      const depth = DEPTH[shape?.type];
      let inside = true;
      const isWhole = depth !== undefined && everyPosition(shape.coordinates, depth, (position) => {
        if (!Number.isFinite(position[0]) || !Number.isFinite(position[1])) return false;
        if (Math.abs(position[0]) > 180 || Math.abs(position[1]) > 90) { foreign ??= position; inside = false; }
        return true;
      });
      if (!isWhole || !inside) { skipped += 1; continue; }
      everyPosition(shape.coordinates, depth, ([longitude, latitude]) => {
        box[0] = Math.min(box[0], longitude); box[1] = Math.min(box[1], latitude);
        box[2] = Math.max(box[2], longitude); box[3] = Math.max(box[3], latitude);
        return true;
      });
      features.push({ type: "Feature", properties: properties && typeof properties === "object" ? properties : {}, geometry: { type: shape.type, coordinates: shape.coordinates } });
      if (features.length > MOST) throw new OwnError("own.tooMany", { most: MOST });
    }
  }
  if (features.length === 0) {
    if (foreign) throw new OwnError("own.projected", { x: foreign[0], y: foreign[1] });
    throw new OwnError("own.nothing");
  }
  return { features, skipped, box };
}

/** Reads GeoJSON: a collection, a feature or a bare geometry. */
export function readGeoJSON(/** @type {string} */ text) {
  let root;
  try { root = JSON.parse(text.replace(/^\ufeff/, "")); } catch (error) {
    throw new OwnError("own.notJSON", { because: error instanceof Error ? error.message : "" });
  }
  const crs = root?.crs?.properties?.name;
  if (typeof crs === "string" && !/CRS84|EPSG:+(?::)?4326/i.test(crs)) throw new OwnError("own.crs", { crs: crs.slice(0, 60) });
  if (root?.type === "FeatureCollection" && Array.isArray(root.features)) {
    return collected(root.features.map((/** @type {any} */ one) => ({ geometry: one?.geometry, properties: one?.properties })));
  }
  if (root?.type === "Feature") return collected([root]);
  if (root?.type in DEPTH || root?.type === "GeometryCollection") return collected([{ geometry: root, properties: {} }]);
  throw new OwnError("own.notGeoJSON");
}

/** A table's rows, cell by cell: quotes, and the separator its first line has most of. */
export function rowsOf(/** @type {string} */ text) {
  const body = text.replace(/^\ufeff/, "");
  const head = body.slice(0, /[\r\n]|$/.exec(body)?.index);
  const separator = [",", ";", "\t", "|"].reduce((best, one) => (head.split(one).length > head.split(best).length ? one : best));
  /** @type {string[][]} */
  const rows = [[]];
  let cell = "", isQuoted = false;
  const end = () => { rows[rows.length - 1].push(cell.trim()); cell = ""; };
  for (let i = 0; i < body.length; i++) {
    const sign = body[i];
    if (isQuoted) {
      if (sign !== '"') cell += sign;
      else if (body[i + 1] === '"') { cell += '"'; i += 1; } else isQuoted = false;
    } else if (sign === '"' && cell.trim() === "") { isQuoted = true; cell = ""; }
    else if (sign === separator) end();
    else if (sign === "\n" || sign === "\r") {
      if (sign === "\r" && body[i + 1] === "\n") i += 1;
      end();
      rows.push([]);
    } else cell += sign;
  }
  end();
  return { rows: rows.filter((row) => row.some((one) => one !== "")), separator };
}

const LATITUDES = ["latitude", "lat", "lintang", "latitud", "纬度", "緯度", "அட்சரேகை", "wgs84_lat", "gps_lat", "y"];
const LONGITUDES = ["longitude", "lon", "lng", "long", "bujur", "longitud", "经度", "經度", "தீர்க்கரேகை", "wgs84_lon", "gps_lon", "x"];

const plain = (/** @type {string} */ text) => text.toLowerCase().replace(/\s*[([].*$/, "").replace(/[\s-]+/g, "_").replace(/^_+|_+$/g, "");

/** The column of the first name that there is. */
function column(/** @type {string[]} */ heads, /** @type {string[]} */ names) {
  for (const name of names) {
    const place = heads.indexOf(name);
    if (place >= 0) return place;
  }
  return heads.findIndex((head) => names.slice(0, 2).some((name) => head.endsWith(`_${name}`) || head.startsWith(`${name}_`)));
}

/** A number as a cell has it: also with a decimal comma, or a degree sign. */
export function numberIn(/** @type {string} */ cell) {
  const text = cell.replace(/°/g, "").trim();
  if (/^[-+]?\d+(\.\d+)?$/.test(text)) return Number(text);
  return /^[-+]?\d+,\d+$/.test(text) ? Number(text.replace(",", ".")) : NaN;
}

/** Lines that may stand above a table: its title, who made it. */
const TITLES = 10;

/** The line that names columns of latitude and longitude, the columns it names, and which two they are; nothing where there is none. */
function headOf(/** @type {string[][]} */ rows) {
  for (let line = 0; line < Math.min(rows.length, TITLES); line++) {
    const names = rows[line].map(plain);
    const [latitude, longitude] = [column(names, LATITUDES), column(names, LONGITUDES)];
    if (latitude >= 0 && longitude >= 0 && latitude !== longitude) return { line, heads: rows[line], latitude, longitude };
  }
  return null;
}

/** Reads the rows of a table with columns of latitude and longitude; each row is a point. */
export function readRows(/** @type {string[][]} */ rows) {
  if (rows.length < 2) throw new OwnError("own.noRows");
  const head = headOf(rows);
  if (!head) throw new OwnError("own.noColumns", { columns: rows[0].slice(0, 8).join(", ") });
  const { line, heads, latitude, longitude } = head;
  if (rows.length === line + 1) throw new OwnError("own.noRows");
  let skipped = 0;
  const points = [];
  for (const row of rows.slice(line + 1)) {
    const position = [numberIn(row[longitude] ?? ""), numberIn(row[latitude] ?? "")];
    if (!position.every(Number.isFinite)) { skipped += 1; continue; }
    points.push({ geometry: { type: "Point", coordinates: position }, properties: Object.fromEntries(heads.map((name, i) => [name || `${i + 1}`, row[i] ?? ""]).filter((_, i) => i !== latitude && i !== longitude)) });
  }
  return collected(points, skipped);
}

/** Reads a table as a text. */
export const readTable = (/** @type {string} */ text) => readRows(rowsOf(text).rows);

/** Reads a file by what its name ends with; where that says nothing, by how it begins. */
export function readOwn(/** @type {string} */ name, /** @type {string} */ text) {
  if (/\.(geo)?json$/i.test(name) || /^\ufeff?\s*[{[]/.test(text)) return readGeoJSON(text);
  if (/\.(csv|tsv|txt)$/i.test(name)) return readTable(text);
  throw new OwnError("own.kind", { name });
}
