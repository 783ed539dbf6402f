"""The figures of the spine: import, load, flood scenario, tiles and page on Jakarta; the sandbox where Jakarta is missing.

CPU seconds of the process (user and system), medians of five; the page by the wall clock with the browser started.
usage: spine.py KEMBAR DATA RESULTS.json
"""

import json
import math
import os
import pathlib
import shutil
import sys
import tempfile
import time

import measuring
import served


def import_jakarta(kembar, data, folder, table):
    rounds = []
    for _ in range(measuring.ROUNDS):
        shutil.rmtree(folder, ignore_errors=True)
        rounds.append(measuring.measure([
            kembar, "import", folder, "--osm", f"{data}/osm/jakarta_roads_2012.osm.pbf",
            "--buildings", f"{data}/jakarta/exposure/jakarta_OSM_building.shp",
            "--population", f"{data}/jakarta/test/Population_Jakarta_geographic.asc", "--people", "9600000",
            "--zones", f"{data}/jakarta/boundaries/kelurahan_jakarta.shp",
            "--name", "Jakarta", "--country", "ID", "--json"]))
    table.add("import", "Jakarta", "CPU s", measuring.median([r[1] for r in rounds]), 6)
    table.add("import, peak memory", "Jakarta", "MB", measuring.median([r[2] for r in rounds]), 500)


def load(kembar, folder, table, case, limit):
    rounds = [measuring.measure([kembar, "info", folder, "--json"]) for _ in range(measuring.ROUNDS)]
    table.add("load of the city folder", case, "CPU s", measuring.median([r[1] for r in rounds]), limit)


def flood(kembar, folder, raster, at, table, case, limit):
    """Both models and the baseline, nothing stored from before; a clinic is opened so that there is something to reach."""
    scenario = pathlib.Path(folder) / "scenarios" / "bench-flood.yaml"
    scenario.parent.mkdir(exist_ok=True)
    scenario.write_text(
        "scenario: A flood, and a clinic\nchanges:\n"
        f"  - flood-depth: {{raster: {raster}}}\n"
        f"  - add-place: {{kind: clinic, name: Clinic, at: [{at[0]}, {at[1]}]}}\nmodels: [exposure, access]\n")
    rounds = []
    for _ in range(measuring.ROUNDS):
        shutil.rmtree(pathlib.Path(folder) / "runs", ignore_errors=True)
        rounds.append(measuring.measure([kembar, "run", folder, str(scenario), "--json"]))
    table.add("flood scenario, both models", case, "CPU s", measuring.median([r[1] for r in rounds]), limit)
    table.add("flood scenario, peak memory", case, "MB", measuring.median([r[2] for r in rounds]), None)
    scenario.unlink()


def tile_of(longitude, latitude, zoom):
    side = 2**zoom
    y = math.log(math.tan(math.pi / 4 + math.radians(latitude) / 2))
    return int((longitude + 180) / 360 * side), int((1 - y / math.pi) / 2 * side)


def tiles(server, table, case, limit):
    """Every tile a map of the town would ask for, up to 64 a zoom, each once: none is cached yet."""
    city = json.loads(server.get("/api/v1/city"))
    west, south, east, north = city["box"]
    addresses = []
    for zoom in range(9, 16):
        left, top = tile_of(west, north, zoom)
        right, bottom = tile_of(east, south, zoom)
        there = [(zoom, x, y) for y in range(top, bottom + 1) for x in range(left, right + 1)]
        step = max(1, len(there) // 64)
        addresses += there[::step]
    path = "/" + city["tiles"].lstrip("/")
    server.get(path.format(z=0, x=0, y=0))
    costs, sizes = [], []
    for zoom, x, y in addresses:
        before = server.cpu()
        sizes.append(len(server.get(path.format(z=zoom, x=x, y=y))))
        costs.append((server.cpu() - before) * 1000)
    full = [cost for cost, size in zip(costs, sizes) if size > 0]
    table.add("vector tile, median", f"{case}, {len(full)} tiles", "CPU ms", measuring.median(full), limit)
    table.add("vector tile, costliest", case, "CPU ms", max(full), None)
    table.add("vector tile, largest", case, "kB", max(sizes) / 1000, None)


#: Resolves when the page's map has drawn everything it asked for (rooms/map/map.js).
DRAWN = "async () => { await (await import(new URL('rooms/map/map.js', document.baseURI).href)).ready; }"


def page(server, table, case, limit):
    """From request to drawn map; a new context each time, so nothing is cached. The browser is started before."""
    from playwright.sync_api import sync_playwright

    chromium = shutil.which("chromium") or shutil.which("chromium-browser")
    if chromium is None:
        print("page: skipped, chromium is missing (Scripts/set-up.sh test installs it)")
        return
    walls = []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        for number in range(measuring.ROUNDS + 1):
            context = browser.new_context(viewport={"width": 1280, "height": 800})
            tab = context.new_page()
            began = time.perf_counter()
            tab.goto(server.address + "/", wait_until="commit")
            tab.evaluate(DRAWN)
            # The first round warms the browser and the server up.
            if number > 0:
                walls.append(time.perf_counter() - began)
            context.close()
        browser.close()
    table.add("page, request to drawn map", case, "s", measuring.median(walls), limit)


def main():
    if len(sys.argv) != 4:
        sys.exit(__doc__)
    kembar, data, results = sys.argv[1], os.path.abspath(sys.argv[2]), sys.argv[3]
    table = measuring.Table()
    work = tempfile.mkdtemp()
    try:
        if os.path.isdir(f"{data}/jakarta"):
            case, city = "Jakarta", os.path.join(work, "jakarta")
            import_jakarta(kembar, data, city, table)
            raster, at = f"{data}/jakarta/hazard/Flood_Current_Depth_Jakarta_geographic.asc", (106.82, -6.2)
        else:
            print(f"spine: {data}/jakarta is missing, a sandbox city stands in without limits (make bench-spine DATA=folder)")
            case, city = "sandbox", os.path.join(work, "sandbox")
            raster, at = "rasters/flood.tif", (100.0, 3.9)
            measuring.measure([kembar, "sandbox", city, "--people", "100000", "--without", "history"])
        bars = case == "Jakarta"
        load(kembar, city, table, case, 0.7 if bars else None)
        flood(kembar, city, raster, at, table, case, 3 if bars else None)
        server = served.Server(kembar, city)
        try:
            tiles(server, table, case, 10 if bars else None)
            page(server, table, case, 3 if bars else None)
        finally:
            server.stop()
    finally:
        shutil.rmtree(work)
    return table.finish(results)


if __name__ == "__main__":
    measuring.run(main)
