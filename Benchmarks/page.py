"""What the page costs: first load, first map, a picture, vehicles on the line, the timeline, long tables, tiles, estimates.

    Benchmarks/page.py KEMBAR RESULTS.json [--people 20000] [--only PART] [--shots FOLDER]

A made-up town is served with a run of traffic; Chromium draws by software. Kilobytes are of 1000 bytes as the server sends them to who takes
gzip. Where it says CPU it is the sum over the processes, from /proc; the rest is by the clock, with the browser started before. Each
figure is a median of at least three. The environment is that of the browser's tests (Scripts/test-browser.sh --set-up).
"""

import argparse
import gzip
import json
import pathlib
import statistics
import struct
import subprocess
import sys
import tempfile
import time
import urllib.request

from playwright.sync_api import sync_playwright

ROOT = pathlib.Path(__file__).resolve().parents[1]
sys.path += [str(ROOT / "Tests/Browser"), str(ROOT / "Benchmarks")]

import measuring  # noqa: E402
import page_frames  # noqa: E402
import page_looks  # noqa: E402
import served  # noqa: E402
from spine import tile_of  # noqa: E402
from visit import FLAGS, chromium  # noqa: E402

VEHICLES = 20_000
PASSWORD = "a long enough one"
#: On fewer vehicles than these nothing is said of VEHICLES: what stands before them would weigh too much.
FEWEST = 200
#: Seconds of a window of vehicles, as the page asks for them.
SPAN = 40


def run_of_traffic(server, street):
    """A day of traffic with a closed street, computed: the hash of its run."""
    body = json.dumps({"scenario": "A closed street", "changes": [{"close-streets": {"named": street}}], "models": ["traffic"]})
    request = urllib.request.Request(server.address + "/api/v1/runs", body.encode(), {"Content-Type": "application/json"})
    with urllib.request.urlopen(request, timeout=60) as answer:
        job = json.load(answer)
    while job["state"] not in ("done", "failed"):
        time.sleep(1)
        job = json.loads(server.get(f"/api/v1/jobs/{job['id']}"))
    if job["state"] == "failed":
        raise measuring.Failed(f"the run of traffic: {job.get('error')}")
    run = json.loads(server.get(f"/api/v1/runs/{job['run']}"))
    return next(one["run"] for one in run["models"] if one["model"] == "traffic")


def on_the_road(window):
    """The mean number of vehicles in the frames of a window."""
    frames, slots = struct.unpack_from("<2I", window, 44)
    places = [struct.unpack_from(f"<{slots}H", window, 60)]
    for frame in range(1, frames):
        changes = struct.unpack_from(f"<{slots}H", window, 60 + frame * slots * 5)
        places.append([one + other & 0xFFFF for one, other in zip(places[-1], changes)])
    return statistics.mean(sum(1 for x in row if x != 0x8000) for row in places)


def vehicles(server, table, run, city):
    """Windows of a run's fullest quarter of an hour as the page asks for them: a frame for each second of the day."""
    film = json.loads(server.get(f"/api/v1/runs/{run}/film"))
    if "begin" not in film:
        raise measuring.Failed("the run of traffic kept no vehicles")
    window = f"api/v1/runs/{run}/vehicles?step=1&frames={SPAN + 1}&from="
    counts = {}
    for begin in range(int(film["begin"]), int(film["end"]) - SPAN * 1000, 900_000):
        counts[begin] = on_the_road(served.sent(server, f"api/v1/runs/{run}/vehicles?step=1&frames=2&from={begin}")[1])
    fullest = max(counts, key=counts.get)
    moments = [fullest + place * SPAN * 1000 for place in range(3)]
    west, south, east, north = city["view"] or city["box"]
    # What a screen of 1280×800 shows at zoom 16, in the middle of the town.
    wide, high = 1280 / 512 / 2**16 * 360, 800 / 512 / 2**16 * 360
    middle = ((west + east) / 2, (south + north) / 2)
    box = ",".join(f"{value:.6f}" for value in (middle[0] - wide / 2, middle[1] - high / 2, middle[0] + wide / 2, middle[1] + high / 2))
    for name, more, limit in (("whole city", "", 120), ("a view at zoom 16", f"&bbox={box}", 20)):
        paces, there = [], []
        for moment in moments:
            size, whole = served.sent(server, f"{window}{moment}{more}")
            paces.append(size / SPAN / 1000)
            there.append(on_the_road(whole))
        count, pace = statistics.mean(there), measuring.median(paces)
        table.add(f"vehicles, {name}, 1 Hz", f"{count:.0f} on the road, as sent", "KB/s", pace, limit)
        if FEWEST <= count < VEHICLES and not more:
            table.add(f"vehicles, {name}, 1 Hz", f"made {VEHICLES} by proportion", "KB/s", pace * VEHICLES / count, limit)
        elif count < FEWEST and not more:
            print(f"  {count:.0f} vehicles are too few to tell what {VEHICLES} take: --people")
    # The other way, for those who cannot ask for windows: the stream, read for ten seconds.
    path = f"/api/v1/stream?topics=vehicles&run={run}&at={fullest}&speed=1"
    took, slots = 0, []
    with urllib.request.urlopen(server.address + path, timeout=60) as answer:
        while len(slots) < 10:
            length = struct.unpack("<I", answer.read(4))[0]
            body = answer.read(length)
            if body[0] == 4:
                took += length + 4
                slots.append(struct.unpack_from("<I", body, 9 + 8)[0])
    table.add("vehicles, the stream, not packed", f"{statistics.mean(slots):.0f} slots, as sent", "KB/s", took / len(slots) / 1000, 120)
    if statistics.mean(slots) >= FEWEST:
        table.add("vehicles, the stream, not packed", f"made {VEHICLES} by proportion", "KB/s", took / sum(slots) * VEHICLES / 1000, 120)


def tiles(server, table, city):
    """The tiles a map of the town asks for, up to 100 a zoom and each once, so that none is kept yet."""
    west, south, east, north = city["box"]
    costs, sizes, packed = [], {}, {}
    server.get("/" + city["tiles"].format(z=0, x=0, y=0))
    for zoom in range(10, 16):
        left, top = tile_of(west, north, zoom)
        right, bottom = tile_of(east, south, zoom)
        all_of = [(x, y) for y in range(top, bottom + 1) for x in range(left, right + 1)]
        for x, y in all_of[:: max(1, len(all_of) // 100)]:
            before = server.cpu()
            size, body = served.sent(server, city["tiles"].format(z=zoom, x=x, y=y))
            if body:
                costs.append((server.cpu() - before) * 1000)
            sizes.setdefault(zoom, []).append(size)
            packed.setdefault(zoom, []).append(len(gzip.compress(body, 6)))
    table.add("a tile of the map, median", f"{len(costs)} tiles of zooms 10 to 15", "CPU ms", measuring.median(costs), 10)
    table.add("a tile of the map, costliest", "the same", "CPU ms", max(costs), None)
    table.add("largest tile of zoom 15", f"{len(sizes[15])} tiles, as sent", "KB", max(sizes[15]) / 1000, 60)
    table.add("largest tile of zoom 15", "if it were sent as gzip", "KB", max(packed[15]) / 1000, None)


def main():
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("kembar", type=pathlib.Path)
    arguments.add_argument("results", type=pathlib.Path)
    arguments.add_argument("--people", type=int, default=20_000)
    arguments.add_argument("--only", default="", help="only parts whose name holds this")
    arguments.add_argument("--shots", type=pathlib.Path)
    given = arguments.parse_args()
    kembar, table = str(given.kembar.resolve()), measuring.Table()
    quiet = ("--mqtt-port", "0", "--made-up-days", "0", "--web", str(ROOT / "Sources/Doors/Web"))
    if given.shots:
        given.shots.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as work, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), args=FLAGS)
        town, closed = f"{work}/town", f"{work}/closed"
        for folder, people in ((town, given.people), (closed, 500)):
            measuring.measure([kembar, "sandbox", folder, "--people", str(people), "--seed", "1", "--without", "history"])
        subprocess.run([kembar, "account", "add", closed, "Siti"], input=PASSWORD + "\n", text=True, check=True, capture_output=True)
        if given.only in "sign-in":
            server = served.Server(kembar, closed, *quiet)
            try:
                page_looks.load(server, table, browser, "sign-in, no map", "document.querySelector('#signin-name')", 150)
            finally:
                server.stop()
        server = served.Server(kembar, town, *quiet)
        try:
            city = json.loads(server.get("/api/v1/city"))

            def blind():
                other = playwright.chromium.launch(executable_path=chromium(), args=page_looks.WITHOUT_WEBGL)
                page_looks.load(server, table, other, "without WebGL", page_looks.NO_MAP, 150)
                other.close()

            parts = {
                "tiles": lambda: tiles(server, table, city),
                "load": lambda: page_looks.load(server, table, browser, "the town's map", page_looks.DRAWN, 450),
                "blind": blind,
                "map": lambda: page_looks.first_map(server, table, browser),
                "table": lambda: page_looks.long_table(server, table, browser),
                "estimates": lambda: page_looks.estimates(server, table, browser),
                "frames": lambda: page_frames.frames(table, browser, server.address + "/", given.shots),
                "vehicles": lambda: vehicles(server, table, run_of_traffic(server, page_looks.street_of(town)), city),
            }
            for name, part in parts.items():
                if given.only in name:
                    part()
        finally:
            server.stop()
            browser.close()
    return table.finish(given.results)


if __name__ == "__main__":
    measuring.run(main)
