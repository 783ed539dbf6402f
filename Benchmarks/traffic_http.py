"""Ways on Jakarta's streets as another program asks for them: over HTTP, with snapping and JSON.

OSRM has no wheel for Python 3.11: its figures are those measured once on this map over HTTP with contraction hierarchies (../shared/notes).
"""

import json
import pathlib
import random
import tempfile
import time
import urllib.error
import urllib.request

import measuring
import served

MAP = "jakarta_roads_2012.osm.pbf"
ORIGINS, TARGETS, ROUNDS = 20, 1000, 15


def http(table, program, data):
    """A route, and a table of 20 × 1000 times."""
    kembar, town = pathlib.Path(program).with_name("kembar"), data / "osm" / MAP
    for needed in (kembar, town):
        if not needed.is_file():
            print(f"traffic: http skipped, {needed} is missing")
            return
    with tempfile.TemporaryDirectory(prefix="kembar-bench-") as folder:
        measuring.measure([kembar, "import", f"{folder}/town", "--osm", town, "--name", "Jakarta", "--country", "ID"])
        server = served.Server(str(kembar), f"{folder}/town")
        try:
            ask(table, server)
        finally:
            server.stop()


def ask(table, server):
    (west, south, east, north) = json.loads(server.get("/api/v1/city"))["box"]
    chance = random.Random(5)

    def place():
        # The middle half, where streets are everywhere near.
        return [round(west + (east - west) * (0.25 + 0.5 * chance.random()), 6),
                round(south + (north - south) * (0.25 + 0.5 * chance.random()), 6)]

    def timed(call):
        began, before = time.perf_counter(), server.cpu()
        answer = call()
        return (time.perf_counter() - began) * 1e3, (server.cpu() - before) * 1e3, answer

    def route(pair):
        (a, b), (c, d) = pair
        try:
            return server.get(f"/api/v1/route?from={a},{b}&to={c},{d}")
        except urllib.error.HTTPError:
            return None

    route((place(), place()))
    ways = [timed(lambda: route((place(), place()))) for _ in range(200)]
    found = [one for one in ways if one[2]]
    # Places people ask about lie beside streets: up to 30 m or so from corners of the lines of ways.
    corners = [corner for _, _, answer in found for corner in json.loads(answer)["geometry"]["coordinates"]]

    def beside():
        x, y = chance.choice(corners)
        return f"{x + chance.uniform(-3e-4, 3e-4):.6f},{y + chance.uniform(-3e-4, 3e-4):.6f}"

    body = json.dumps({"from": ";".join(beside() for _ in range(ORIGINS)),
                       "to": ";".join(beside() for _ in range(TARGETS))}).encode()
    question = urllib.request.Request(
        server.address + "/api/v1/travel-times", data=body, headers={"Content-Type": "application/json"})

    def matrix():
        with urllib.request.urlopen(question, timeout=60) as answer:
            return answer.read()

    matrices = [timed(matrix) for _ in range(ROUNDS)]
    rows = json.loads(matrices[0][2])["seconds"]
    if len(rows) != ORIGINS or len(rows[0]) != TARGETS:
        raise measuring.Failed("the table of travel times has another size than was asked for")
    known = sum(cell is not None for row in rows for cell in row) / (ORIGINS * TARGETS)
    case = f"Jakarta, {ORIGINS} × {TARGETS}"
    table.add("http: route with its line", "Jakarta, 200 pairs", "ms", measuring.median([one[0] for one in found]), None,
              0.72, "OSRM CH (notes)")
    table.add("http: routes found", "Jakarta, 200 pairs", "%", 100 * len(found) / len(ways), None)
    table.add("http: travel times, wall", case, "ms", measuring.median([one[0] for one in matrices]), 15, 314,
              "OSRM CH (notes)")
    table.add("http: travel times, CPU of the server", case, "ms", measuring.median([one[1] for one in matrices]), None)
    table.add("http: travel times known", case, "%", 100 * known, None)
