"""Peak memory and CPU seconds of importing one town out of a large map, cut by a boundary: one round, it takes minutes.

usage: memory.py KEMBAR LARGE.osm.pbf RESULTS.json
"""

import json
import os
import shutil
import sys
import tempfile

import measuring

LIMIT_MB = 1536
# Around the first copy of the town in the map that peers/make_large_map.py makes, in degrees: west, south, east, north.
TOWN = (8.62, 49.38, 8.72, 49.43)


def boundary(path):
    """Writes the rectangle around the town as GeoJSON."""
    west, south, east, north = TOWN
    ring = [[west, south], [east, south], [east, north], [west, north], [west, south]]
    shape = {"type": "Feature", "properties": {}, "geometry": {"type": "Polygon", "coordinates": [ring]}}
    with open(path, "w") as file:
        json.dump({"type": "FeatureCollection", "features": [shape]}, file)


def main():
    if len(sys.argv) != 4:
        sys.exit(__doc__)
    kembar, large, results = sys.argv[1:]
    table = measuring.Table()
    folder = tempfile.mkdtemp()
    try:
        city = os.path.join(folder, "city")
        line = os.path.join(folder, "town.geojson")
        boundary(line)
        wall, cpu, memory, _ = measuring.measure(
            [
                kembar, "import", city, "--osm", large, "--boundary", line, "--name", "Large", "--country", "DE",
                "--json",
            ])
    finally:
        shutil.rmtree(folder)
    case = f"a town out of a map of {os.path.getsize(large) / 1e6:.0f} MB"
    table.add("import, peak memory", case, "MB", memory, LIMIT_MB)
    table.add("import", case, "CPU s", cpu, None)
    return table.finish(results)


measuring.run(main)
