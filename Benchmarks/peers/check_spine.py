"""An independent check of exposure and access, from the raw sources and other people's libraries.

Jakarta: buildings, and kilometres of street, standing in water deeper than 0.3 m in two floods. Footprints are read with
pyogrio, the flood with rasterio, the streets with pyosmium; cells are found with shapely.
Makati: walking seconds from 200 points to the nearest clinic, by scipy's Dijkstra on a graph built here from the raw
map, by the rules written down in Docs/models/access.md.

Prints both sides and the difference; exits 3 when counts part by more than 1 % or times by more than 1 s.
usage: check_spine.py KEMBAR DATA RESULTS.json
"""

import json
import math
import os
import subprocess
import sys
import tempfile

import numpy
import osmium
import pyogrio
import pyproj
import rasterio
import scipy.sparse
import scipy.sparse.csgraph
import shapely

THRESHOLD = 0.3
#: The classes of Docs/models/inventory.md: what counts as a street; `road` is one of unknown class.
STREETS = set(
    "motorway motorway_link trunk trunk_link primary primary_link secondary secondary_link tertiary tertiary_link "
    "unclassified residential living_street service track busway pedestrian footway cycleway path steps bridleway road".split()
)


def flood(path):
    """Depths, and the affine way from longitude and latitude to column and row."""
    with rasterio.open(path) as source:
        depth = source.read(1).astype(float)
        depth[depth == source.nodata] = numpy.nan
        return depth, ~source.transform


def wet_buildings(footprints, depth, to_cell):
    """How many footprints stand deeper than the threshold.

    A footprint's depth is the greatest of the cells whose centres it covers, or that of the cell under its centroid.
    """
    rows, columns = depth.shape
    to_geographic = pyproj.Transformer.from_crs("EPSG:3857", "EPSG:4326", always_xy=True)

    def to_grid(points):
        longitude, latitude = to_geographic.transform(points[:, 0], points[:, 1])
        return numpy.column_stack(to_cell * (longitude, latitude))

    shapes = shapely.transform(footprints, to_grid)
    centres = shapely.points(*[a.ravel() + 0.5 for a in numpy.meshgrid(range(columns), range(rows))])
    tree = shapely.STRtree(shapes)
    cell, shape = tree.query(centres, predicate="within")
    deepest = numpy.full(len(shapes), -numpy.inf)
    known = numpy.nan_to_num(depth.ravel(), nan=-numpy.inf)
    numpy.maximum.at(deepest, shape, known[cell])
    covering = numpy.zeros(len(shapes), bool)
    covering[shape] = True
    for row in numpy.flatnonzero(~covering):
        x, y = shapely.get_coordinates(shapely.centroid(shapes[row]))[0]
        if 0 <= x < columns and 0 <= y < rows:
            deepest[row] = numpy.nan_to_num(depth[int(y), int(x)], nan=-numpy.inf)
    return int((deepest > THRESHOLD).sum())


def street_lines(path):
    """Every way of the stated classes as (longitudes, latitudes)."""
    lines = []
    for way in osmium.FileProcessor(path).with_locations():
        if way.is_way() and way.tags.get("highway") in STREETS and way.tags.get("area") != "yes":
            nodes = [(n.location.lon, n.location.lat) for n in way.nodes if n.location.valid()]
            if len(nodes) > 1:
                lines.append(numpy.array(nodes))
    return lines


def wet_kilometres(lines, depth, to_cell, epsg):
    """Kilometres of all lines, and of their parts inside cells deeper than the threshold."""
    rows, columns = depth.shape
    plane = pyproj.Transformer.from_crs("EPSG:4326", epsg, always_xy=True)
    total = wet = 0.0
    for line in lines:
        x, y = plane.transform(line[:, 0], line[:, 1])
        column, row = to_cell * (line[:, 0], line[:, 1])
        for i in range(len(line) - 1):
            metres = math.hypot(x[i + 1] - x[i], y[i + 1] - y[i])
            total += metres
            cuts = {0.0, 1.0}
            for a, b in ((column[i], column[i + 1]), (row[i], row[i + 1])):
                for number in range(math.ceil(min(a, b)), math.floor(max(a, b)) + 1):
                    if a != b:
                        cuts.add((number - a) / (b - a))
            ordered = sorted(c for c in cuts if 0 <= c <= 1)
            for low, high in zip(ordered, ordered[1:]):
                middle = (low + high) / 2
                c = math.floor(column[i] + (column[i + 1] - column[i]) * middle)
                r = math.floor(row[i] + (row[i + 1] - row[i]) * middle)
                if 0 <= c < columns and 0 <= r < rows and depth[r, c] > THRESHOLD:
                    wet += metres * (high - low)
    return total / 1000, wet / 1000


def kembar(command, *arguments):
    """The product's answer as JSON."""
    done = subprocess.run([command, *arguments], capture_output=True, text=True)
    if done.returncode != 0:
        sys.exit(f"kembar {' '.join(arguments)} failed:\n{done.stderr}")
    return json.loads(done.stdout) if done.stdout.strip() else None


def jakarta(command, data, folder, rows):
    city = os.path.join(folder, "jakarta")
    buildings = f"{data}/jakarta/exposure/jakarta_OSM_building.shp"
    streets = f"{data}/osm/jakarta_roads_2012.osm.pbf"
    kembar(command, "import", city, "--osm", streets, "--buildings", buildings,
           "--population", f"{data}/jakarta/test/Population_Jakarta_geographic.asc", "--people", "9600000",
           "--zones", f"{data}/jakarta/boundaries/kelurahan_jakarta.shp", "--name", "Jakarta", "--country", "ID", "--json")
    footprints = pyogrio.raw.read(buildings)[2]
    footprints = shapely.from_wkb(footprints)
    lines = street_lines(streets)
    for name in ("Current", "Design"):
        path = f"{data}/jakarta/hazard/Flood_{name}_Depth_Jakarta_geographic.asc"
        scenario = os.path.join(folder, f"{name}.yaml")
        with open(scenario, "w") as out:
            out.write(f"scenario: {name}\nchanges:\n  - flood-depth: {{raster: {path}}}\nmodels: [exposure, city]\n")
        answer = kembar(command, "run", city, scenario, "--json")
        ours = {i["id"]: i["value"] for i in answer["indicators"] if not i["place"]}
        depth, to_cell = flood(path)
        total, wet = wet_kilometres(lines, depth, to_cell, "EPSG:32748")
        theirs = {
            "exposure.buildings": wet_buildings(footprints, depth, to_cell),
            "exposure.street-km": wet,
            "city.street-km": total,
        }
        for indicator, peer in theirs.items():
            report(rows, f"Jakarta, {name.lower()} flood: {indicator}", indicator, ours[indicator], peer, "1 %",
                   abs(ours[indicator] - peer) <= 0.01 * abs(peer))


#: Classes one may walk on where no tag says otherwise, and the tags that forbid (Docs/models/access.md).
WALKED = STREETS - {"motorway", "motorway_link", "busway"}
WALKING, STEPS = 1.33, 0.5


def may_walk(tags):
    if tags.get("highway") not in STREETS or tags.get("area") == "yes":
        return False
    for key in ("foot", "access"):
        value = tags.get(key)
        if value in ("no", "private", "use_sidepath", "agricultural", "forestry", "delivery", "customers"):
            return value == "customers" or value == "delivery"
        if value is not None:
            return True
    return tags["highway"] in WALKED


def is_clinic(tags):
    """The tags that make a clinic (Sources/Readers/OpenStreetMap/PlaceTags.swift)."""
    amenity = tags.get("amenity")
    if amenity is not None:
        return amenity in ("clinic", "doctors", "health_post", "health_centre")
    return tags.get("healthcare") in (
        "clinic", "doctor", "centre", "yes", "community_health_worker", "birthing_centre")


class Walks:
    """The walking network of a raw map: every edge between neighbouring nodes of a way one may walk on."""

    def __init__(self, path, epsg):
        self.plane = pyproj.Transformer.from_crs("EPSG:4326", epsg, always_xy=True)
        self.number, self.xy, self.edges, self.speeds, self.clinics = {}, [], [], [], []
        for thing in osmium.FileProcessor(path).with_locations():
            if is_clinic(thing.tags):
                if thing.is_node():
                    self.clinics.append(self.plane.transform(thing.location.lon, thing.location.lat))
                elif thing.is_way():
                    ring = [self.plane.transform(n.location.lon, n.location.lat) for n in thing.nodes]
                    self.clinics.append(shapely.get_coordinates(shapely.centroid(shapely.Polygon(ring)))[0])
            if not (thing.is_way() and may_walk(thing.tags)):
                continue
            speed = WALKING * (STEPS if thing.tags["highway"] == "steps" else 1)
            nodes = [n for n in thing.nodes if n.location.valid()]
            for a, b in zip(nodes, nodes[1:]):
                self.edges.append((self.node(a), self.node(b)))
                self.speeds.append(speed)

        self.leave_out_scraps()

    def leave_out_scraps(self):
        """Keeps the edges of connected parts of a kilometre or more, and of the longest (Docs/models/access.md)."""
        xy, edges = numpy.array(self.xy), numpy.array(self.edges)
        metres = numpy.hypot(*(xy[edges[:, 0]] - xy[edges[:, 1]]).T)
        joined = scipy.sparse.coo_matrix((numpy.ones(len(edges)), edges.T), shape=(len(xy),) * 2)
        count, part = scipy.sparse.csgraph.connected_components(joined, directed=False)
        lengths = numpy.bincount(part[edges[:, 0]], weights=metres, minlength=count)
        kept = ((lengths >= 1000) | (lengths == lengths.max()))[part[edges[:, 0]]]
        self.edges = [edge for edge, is_kept in zip(self.edges, kept) if is_kept]
        self.speeds = [speed for speed, is_kept in zip(self.speeds, kept) if is_kept]

    def node(self, node):
        if node.ref not in self.number:
            self.number[node.ref] = len(self.xy)
            self.xy.append(self.plane.transform(node.location.lon, node.location.lat))
        return self.number[node.ref]

    def seconds(self, points):
        """Walking seconds from each point to the nearest clinic; infinite where there is no way.

        Straight to the nearest edge, along the network, and straight to the clinic from the edge nearest to it.
        """
        xy = numpy.array(self.xy)
        lines = shapely.linestrings([[xy[a], xy[b]] for a, b in self.edges])
        tree = shapely.STRtree(lines)
        ends = shapely.points(list(points) + list(self.clinics))
        nearest = tree.nearest(ends)
        away = shapely.distance(ends, lines[nearest])
        along = shapely.line_locate_point(lines[nearest], ends)
        tied = {}
        for end, edge in enumerate(nearest):
            tied.setdefault(int(edge), []).append((along[end], end))
        first = len(xy)
        source, target, cost = [], [], []

        def join(a, b, seconds):
            source.extend((a, b))
            target.extend((b, a))
            # scipy drops explicit zeros of sparse graphs: a microsecond keeps the edge.
            cost.extend((max(seconds, 1e-6),) * 2)

        for edge, (a, b) in enumerate(self.edges):
            last, reached = a, 0.0
            for metres, end in sorted(tied.get(edge, [])):
                join(last, first + end, (metres - reached) / self.speeds[edge])
                last, reached = first + end, metres
            join(last, b, (shapely.length(lines[edge]) - reached) / self.speeds[edge])
        size = first + len(ends)
        # Parallel edges must keep the cheaper: scipy would add them up.
        order = numpy.lexsort((cost, target, source))
        source, target, cost = (numpy.array(a)[order] for a in (source, target, cost))
        keep = numpy.concatenate([[True], (source[1:] != source[:-1]) | (target[1:] != target[:-1])])
        graph = scipy.sparse.csr_matrix((cost[keep], (source[keep], target[keep])), shape=(size, size))
        best = numpy.full(len(points), numpy.inf)
        for clinic in range(len(points), len(ends)):
            reached = scipy.sparse.csgraph.dijkstra(graph, indices=first + clinic)[first : first + len(points)]
            best = numpy.minimum(best, reached + away[clinic] / WALKING)
        return best + away[: len(points)] / WALKING


def makati(command, data, folder, rows):
    city = os.path.join(folder, "makati")
    streets = f"{data}/osm/manila_makati_bbox.osm.gz"
    kembar(command, "import", city, "--osm", streets, "--people", "100000", "--name", "Makati", "--country", "PH", "--json")
    walks = Walks(streets, "EPSG:32651")
    xy = numpy.array(walks.xy)
    low, high = xy.min(axis=0), xy.max(axis=0)
    random = numpy.random.default_rng(1)
    plane = pyproj.Transformer.from_crs("EPSG:32651", "EPSG:4326", always_xy=True)
    points = random.uniform(low, high, (200, 2))
    table = os.path.join(folder, "points.csv")
    with open(table, "w") as out:
        out.writelines(f"{longitude!r},{latitude!r}\n" for longitude, latitude in zip(*(c.tolist() for c in plane.transform(*points.T))))
    ours = kembar(command, "times", city, table, "--to", "clinic", "--by", "walk")
    theirs = walks.seconds([tuple(p) for p in points])
    apart = [abs(a - b) for a, b in zip(ours, theirs) if a is not None and math.isfinite(b)]
    lost = sum((a is None) != (not math.isfinite(b)) for a, b in zip(ours, theirs))
    worst = max(apart, default=math.inf)
    print(f"Makati: {len(apart)} points with a way in both, {lost} in one only, farthest apart {worst:.2e} s")
    report(rows, "Makati: seconds to the nearest clinic, farthest apart of 200 points", "s", worst, 0, "1 s",
           worst <= 1 and lost == 0)


def report(rows, bar, unit, ours, peer, limit, holds):
    rows.append({
        "bar": bar, "case": "agreement", "unit": unit, "ours": ours, "peer": peer,
        "peerName": "pyogrio, rasterio, shapely, pyosmium, scipy", "ratio": ours / peer if peer else None,
        "limit": limit, "holds": bool(holds)})
    print(f"{bar:60} ours {ours:14.4f}  peer {peer:14.4f}  difference {ours - peer:12.4f}  {'holds' if holds else 'FALLS SHORT'}")


def main():
    if len(sys.argv) != 4:
        sys.exit(__doc__)
    command, data, results = sys.argv[1:]
    rows = []
    with tempfile.TemporaryDirectory() as folder:
        makati(command, data, folder, rows)
        jakarta(command, data, folder, rows)
    os.makedirs(os.path.dirname(results), exist_ok=True)
    with open(results, "w") as out:
        json.dump(rows, out, indent=1)
    sys.exit(0 if all(row["holds"] for row in rows) else 3)


if __name__ == "__main__":
    main()
