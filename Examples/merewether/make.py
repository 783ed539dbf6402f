#!/usr/bin/env python3
"""Turns the Merewether flood case (Australian Rainfall & Runoff Project 15, as it comes with ANUGA) into files for kembar import.

    Examples/merewether/make.py CASE OUT
    kembar import cities/merewether --osm OUT/streets.osm --buildings OUT/houses.geojson --terrain OUT/terrain.asc \\
        --terrain-error 0.15 --name Merewether --country AU --people 150
    sed -i -e '/^values: \\[\\]$/{r OUT/values.yaml' -e 'd}' cities/merewether/city.yaml

CASE is ANUGA's folder examples/case_studies/merewether. The streets are the axes of its road polygon, traced by hand to about 2 m.
The case tells neither people nor prices: 2.5 people a house, and what OUT/values.yaml says, are assumed. With the last line damage is priced.
"""

import csv
import json
import pathlib
import sys
import zipfile

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent))
from plane import degrees  # noqa: E402

#: The case's projection is UTM 56 south.
ZONE = 56
#: What a square metre costs, AUD; assumed, so that damage can be told at all.
VALUES = """values:
  - name: construction-cost-residential
    value: 2000.0
    unit: "AUD/m²"
    source: "assumed: a plain brick house"
    year: 2024
  - name: street-repair-cost
    value: 60.0
    unit: "AUD/m²"
    source: "assumed: a new layer of asphalt"
    year: 2024
"""
STREETS = {
    "Southern street": [(382217, 6354230), (382262, 6354257), (382290, 6354278), (382320, 6354316), (382352, 6354348),
                        (382388, 6354377), (382450, 6354398), (382525, 6354423), (382577, 6354438), (382605, 6354443)],
    "Middle street": [(382381, 6354456), (382432, 6354470), (382489, 6354487), (382476, 6354529), (382548, 6354547),
                      (382605, 6354564)],
    "Cross street": [(382432, 6354470), (382450, 6354398)],
    "Eastern street": [(382577, 6354438), (382548, 6354547), (382524, 6354637)],
    "Northern street": [(382467, 6354621), (382490, 6354632), (382524, 6354637), (382583, 6354650)],
}


def streets(path):
    numbers, ways = {}, []
    for number, (name, line) in enumerate(STREETS.items(), 1):
        references = "".join(f'<nd ref="{numbers.setdefault(point, len(numbers) + 1)}"/>' for point in line)
        ways.append(f'<way id="{number}" version="1">{references}<tag k="highway" v="residential"/><tag k="name" v="{name}"/></way>')
    nodes = []
    for point, number in numbers.items():
        longitude, latitude = degrees(*point, ZONE, south=True)
        nodes.append(f'<node id="{number}" version="1" lat="{latitude:.8f}" lon="{longitude:.8f}"/>')
    path.write_text('<?xml version="1.0"?>\n<osm version="0.6">\n' + "\n".join(nodes + ways) + "\n</osm>\n")


def houses(case, path):
    features = []
    for file in sorted((case / "houses").glob("house*.csv")):
        ring = [list(degrees(float(row[0]), float(row[1]), ZONE, south=True)) for row in csv.reader(file.open()) if row]
        features.append({"type": "Feature", "properties": {"building": "house", "name": ""},
                         "geometry": {"type": "Polygon", "coordinates": [ring + ring[:1]]}})
    path.write_text(json.dumps({"type": "FeatureCollection", "features": features}))
    return len(features)


def main():
    if len(sys.argv) != 3:
        sys.exit("usage: make.py CASE OUT")
    case, out = map(pathlib.Path, sys.argv[1:])
    if not (case / "topography1.zip").exists():
        sys.exit(f"{case} holds no topography1.zip; it is ANUGA's folder examples/case_studies/merewether.")
    out.mkdir(parents=True, exist_ok=True)
    with zipfile.ZipFile(case / "topography1.zip") as archive:
        (out / "terrain.asc").write_bytes(archive.read("topography1.asc"))
    (out / "terrain.prj").write_text((case / "topography1.prj").read_text())
    streets(out / "streets.osm")
    (out / "values.yaml").write_text(VALUES)
    print(f"{houses(case, out / 'houses.geojson')} houses, {len(STREETS)} streets, terrain of 1 m in {out}")


if __name__ == "__main__":
    main()
