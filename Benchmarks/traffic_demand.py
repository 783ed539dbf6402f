"""Demand beside SUMO's tools: Wildau's 18 counters (random trips, routeSampler), Bad Hersfeld from its map, a made-up million.

Vehicles pass a counter when their route has its edge, on both sides. Folds of three counters: sorted by edge, every sixth. routeSampler
gets the shipped random trips' routes to choose from, and is judged like ours: fitted to all counters, and to those of other folds.
"""

import collections
import gzip
import importlib.util
import math
import os
import pathlib
import subprocess
import sys
import tempfile
import xml.etree.ElementTree as ET

import measuring

BEGIN, END, FOLDS = 53990, 61000, 6


def geh(model, count):
    return math.sqrt(2 * (model - count) ** 2 / (model + count)) if model + count else 0


def scores(models, counts):
    """Root mean square in vehicles, share with GEH below 5 in vehicles an hour."""
    edges, hours = sorted(counts), (END - BEGIN) / 3600
    square = sum((models.get(edge, 0) - counts[edge]) ** 2 for edge in edges)
    good = sum(geh(models.get(edge, 0) / hours, counts[edge] / hours) < 5 for edge in edges)
    return math.sqrt(square / len(edges)), good / len(edges)


def passing(path):
    """Vehicles by edge, and how many distinct routes they take."""
    with gzip.open(path) if str(path).endswith(".gz") else open(path, "rb") as file:
        root = ET.parse(file).getroot()
    known = {route.get("id"): route.get("edges") for route in root.findall("route")}
    models, ways = collections.Counter(), set()
    for vehicle in list(root.iter("vehicle")) + list(root.iter("flow")):
        own = vehicle.find("route")
        way = own.get("edges") if own is not None else known.get(vehicle.get("route"))
        if way is None:
            continue
        ways.add(way)
        models.update({edge: int(vehicle.get("number", 1)) for edge in set(way.split())})
    return models, len(ways)


def sampled(tool, routes, counts, folder):
    """What routeSampler makes of some counts."""
    data, out = os.path.join(folder, "counts.xml"), os.path.join(folder, "sampled.rou.xml")
    edges = "".join(f'<edge id="{edge}" entered="{int(count)}"/>' for edge, count in counts.items())
    pathlib.Path(data).write_text(f'<meandata><interval id="counts" begin="{BEGIN}" end="{END}">{edges}</interval></meandata>')
    words = [sys.executable, tool, "-r", routes, "--edgedata-files", data, "--edgedata-attribute", "entered", "-o", out]
    words += ["--seed", "1", "--optimize", "full"] if importlib.util.find_spec("scipy") else ["--seed", "1"]
    run = subprocess.run(words, capture_output=True, text=True)
    if run.returncode:
        raise measuring.Failed(f"routeSampler: {run.stderr[-800:]}")
    return passing(out)


def sampler():
    """The path of SUMO's routeSampler, or nothing."""
    found = importlib.util.find_spec("sumo")
    for folder in found.submodule_search_locations if found else []:
        tool = os.path.join(folder, "tools", "routeSampler.py")
        if os.path.isfile(tool):
            return tool
    return None


def wildau(table, program, folder):
    tree = ET.parse(folder / "measurements.xml").getroot()
    counts = {link.get("link"): float(link.get("value")) for link in tree}
    theirs, _ = passing(folder / "osm.passenger.rou.xml.gz")
    random_error, random_good = scores(theirs, counts)
    peers = {"no count read: RMSE": (random_error, "SUMO random trips"), "no count read: GEH < 5": (random_good, "SUMO random trips")}
    with tempfile.TemporaryDirectory(prefix="kembar-bench-") as scratch:
        tool = sampler()
        if tool:
            routes = os.path.join(scratch, "routes.rou.xml")
            pathlib.Path(routes).write_bytes(gzip.open(folder / "osm.passenger.rou.xml.gz").read())
            fitted, ways = sampled(tool, routes, counts, scratch)
            held = {}
            edges = sorted(counts)
            for fold in range(FOLDS):
                seen = {edge: counts[edge] for place, edge in enumerate(edges) if place % FOLDS != fold}
                models, _ = sampled(tool, routes, seen, scratch)
                held.update({edge: models.get(edge, 0) for edge in edges if edge not in seen})
            error, good = scores(fitted, counts)
            left_error, left_good = scores(held, counts)
            name = "SUMO routeSampler"
            peers |= {"counts fitted: GEH < 5": (good, name), "counts fitted: RMSE": (error, name),
                      "counts held out: GEH < 5": (left_good, name), "counts held out: RMSE": (left_error, name)}
            table.add("demand: distinct routes", "Wildau, SUMO routeSampler", "", ways, None)
        lines = os.path.join(scratch, "counts.txt")
        pathlib.Path(lines).write_text("".join(f"{edge} {BEGIN} {END} {count}\n" for edge, count in counts.items()))
        measuring.rows(table, [program, "demand", "counted", str(folder / "Netzmodell2.net.xml.gz"), lines, "DE"], "demand: ", peers,
                       {"no count read: RMSE": 0.8 * random_error})
    values = [counts[edge] for edge in sorted(counts)]
    guess = {edge: (sum(values) - counts[edge]) / (len(values) - 1) for edge in counts}
    error, good = scores(guess, counts)
    table.add("demand: constant guess, RMSE", "Wildau, mean of the others", "veh", error, None)
    table.add("demand: constant guess, GEH < 5", "Wildau, mean of the others", "", good, None)


def demand(table, program, data):
    """Demand with and without counts, and at scale."""
    folder = data / "traffic" / "wildau"
    if folder.is_dir():
        wildau(table, program, folder)
    else:
        print(f"traffic: Wildau skipped, {folder} is missing")
    town = data / "traffic" / "badhersfeld_osm" / "osm_bbox.osm.xml.gz"
    if town.is_file():
        measuring.rows(table, [program, "demand", "town", str(town)], "demand: ")
    else:
        print(f"traffic: Bad Hersfeld skipped, {town} is missing")
    measuring.rows(table, [program, "demand", "sandbox", "1000000"], "demand: ")
