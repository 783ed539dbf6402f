"""What a picture of the page costs: python page_frames.py BINARY [--shots FOLDER].

Houses in three dimensions, water and 20,000 moving vehicles at 960×600 in Chromium, drawn by software: CPU milliseconds a picture of the whole
browser, the median of three times three seconds with the camera moving; bytes a second of the vehicles; and milliseconds from moving the
timeline to the new picture. Vehicles and water are made up here and answered in the server's place; streets and houses are a sandbox town's.
The environment is that of the browser's tests (Scripts/test-browser.sh --set-up).
"""

import argparse
import array
import gzip
import json
import math
import os
import pathlib
import random
import re
import statistics
import struct
import sys
import time

from playwright.sync_api import sync_playwright

ROOT = pathlib.Path(__file__).resolve().parents[1]
sys.path += [str(ROOT / "Tests/Browser"), str(ROOT / "Benchmarks")]

import measuring  # noqa: E402
from visit import FLAGS, Server, chromium  # noqa: E402

VEHICLES = 20_000
SIZE = (960, 600)
RUN, BASELINE, FILM = "a" * 64, "b" * 64, "c" * 64
GRID = 512
FRAMES = 24
HOUR = 3_600_000


def plane(longitude, latitude):
    return longitude / 360 + 0.5, 0.5 - math.log(math.tan(math.pi / 4 + math.radians(latitude) / 2)) / (2 * math.pi)


class Made:
    """A run of traffic and water that nobody computed."""

    def __init__(self, box):
        self.box = box
        west, south, east, north = box
        self.origin = plane((west + east) / 2, (south + north) / 2)
        self.step = 1 / 40_075_016.7 / math.cos(math.radians((south + north) / 2))
        corner = plane(east, north)
        wide, high = [int(abs(a - b) / self.step) for a, b in zip(corner, self.origin)]
        chance = random.Random(1)
        self.vehicles = []
        for _ in range(VEHICLES):
            turn = chance.randrange(32)
            speed = chance.choice([0, 0, 4, 9, 14])
            self.vehicles.append((
                chance.uniform(-wide, wide), chance.uniform(-high, high), math.sin(turn / 32 * 2 * math.pi) * speed,
                -math.cos(turn / 32 * 2 * math.pi) * speed, chance.choice([0, 0, 0, 1, 1, 2, 3]) << 5 | turn))
        self.sent = []
        self.cache = {}

    def run(self):
        field = {
            "name": "flood.depth", "title": "Water depth", "unit": "m", "better": "less", "palette": "depth", "carrier": "grid",
            "model": "flood", "run": RUN, "baseline": BASELINE, "low": 0, "high": 2}
        return {
            "scenario": "bench", "run": RUN, "baseline": BASELINE, "rows": [], "remarks": [], "fields": [field],
            "models": [{"model": "traffic", "version": "7", "run": FILM, "baseline": FILM}]}

    def depth(self):
        west, south, east, north = self.box
        return {
            "name": "flood.depth", "title": "Water depth", "unit": "m", "carrier": "grid", "type": "u16", "scale": 0.001, "offset": 0,
            "columns": GRID, "rows": GRID, "times": [hour * HOUR for hour in range(FRAMES)], "better": "less", "palette": "depth",
            "corners": [[west, north], [east, north], [east, south], [west, south]]}

    def water(self, frame):
        values = array.array("H", bytes(2 * GRID * GRID))
        for row in range(GRID):
            for column in range(GRID):
                high = math.sin(column / 40 + frame / 5) + math.cos(row / 35 - frame / 7)
                values[row * GRID + column] = int(high * 700) if high > 0.1 else 65535
        return values.tobytes()

    def window(self, start, pace, count):
        """Frames as the server sends them (Docs/page.md)."""
        key = (pace, count)
        if key not in self.cache:
            out = []
            before = None
            for frame in range(count):
                # There and back again: the last frame is the first of the next window.
                passed = min(frame, count - 1 - frame) * pace
                x = [int(v[0] + v[2] * passed) for v in self.vehicles]
                y = [int(v[1] + v[3] * passed) for v in self.vehicles]
                if before:
                    out += [array.array("h", [a - b for a, b in zip(x, before[0])]).tobytes(),
                            array.array("h", [a - b for a, b in zip(y, before[1])]).tobytes(), bytes(VEHICLES)]
                else:
                    out += [array.array("h", x).tobytes(), array.array("h", y).tobytes(), bytes(v[4] for v in self.vehicles)]
                before = (x, y)
            self.cache[key] = b"".join(out)
        head = [b"KFW1", struct.pack("<5d", *self.origin, self.step, start, pace * 1000), struct.pack("<4I", count, VEHICLES, 1, 0)]
        whole = b"".join(head) + self.cache[key]
        # Packed as the server does; what is answered here is not.
        self.sent.append((len(gzip.compress(whole, 2)), pace * (count - 1)))
        return whole

    def answer(self, route):
        url = route.request.url
        if f"runs/{RUN}/fields/" in url or f"runs/{BASELINE}/fields/" in url:
            if ".json" in url:
                return route.fulfill(json=self.depth())
            return route.fulfill(body=self.water(int((re.search(r"frame=(\d+)", url) or [0, 0])[1])), content_type="application/octet-stream")
        if url.endswith(f"runs/{RUN}"):
            return route.fulfill(json=self.run())
        if url.endswith("/film"):
            return route.fulfill(json={"begin": 0, "end": 24 * HOUR, "every": 1, "passages": []})
        if "/vehicles?" in url:
            asked = dict(part.split("=") for part in url.split("?")[1].split("&"))
            body = self.window(float(asked["from"]), float(asked["step"]), int(asked["frames"]))
            return route.fulfill(body=body, content_type="application/octet-stream")
        return route.continue_()


def browser_processes():
    """The processes of Chromium that this program started."""
    parents, names = {}, {}
    for entry in os.listdir("/proc"):
        if entry.isdigit():
            try:
                text = pathlib.Path(f"/proc/{entry}/stat").read_text()
            except OSError:
                continue
            names[int(entry)] = text[text.index("(") + 1:text.rindex(")")]
            parents[int(entry)] = int(text[text.rindex(")") + 2:].split()[1])
    found, grown = {os.getpid()}, True
    while grown:
        more = {pid for pid, parent in parents.items() if parent in found} - found
        grown = bool(more)
        found |= more
    return [pid for pid in found if "chrom" in names.get(pid, "")]


def cpu():
    """CPU seconds of the whole browser so far."""
    total = 0
    for pid in browser_processes():
        try:
            fields = pathlib.Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
        except OSError:
            continue
        total += int(fields[11]) + int(fields[12])
    return total / os.sysconf("SC_CLK_TCK")


# The camera moves with every picture, so that every picture is a new one.
MOVE = """(seconds) => new Promise((resolve) => {
  const { map } = window.kembar;
  const home = map.getCenter();
  const began = performance.now();
  let pictures = 0;
  const count = () => { pictures += 1; };
  map.on("render", count);
  const move = () => {
    const passed = (performance.now() - began) / 1000;
    if (passed > seconds) { map.off("render", count); map.jumpTo({ center: home }); resolve(pictures); return; }
    map.jumpTo({ center: [home.lng + 0.0004 * Math.sin(passed * 2), home.lat + 0.0003 * Math.cos(passed * 2)] });
    requestAnimationFrame(move);
  };
  move();
})"""

# From the handle's event to the picture behind it.
SCRUB = """(place) => new Promise((resolve) => {
  const { map } = window.kembar;
  const handle = document.getElementById("time");
  const shown = () => document.documentElement.dataset.water;
  const before = shown();
  const began = performance.now();
  handle.value = place;
  handle.dispatchEvent(new Event("input", { bubbles: true }));
  const see = () => { if (shown() !== before) { map.off("render", see); resolve(performance.now() - began); } };
  map.on("render", see);
  setTimeout(() => { map.off("render", see); resolve(-1); }, 5000);
})"""


# From asking for a picture to the picture, with nothing new in it: what drawing by software alone takes.
REPAINT = """() => new Promise((resolve) => {
  const { map } = window.kembar;
  const began = performance.now();
  map.once("render", () => resolve(performance.now() - began));
  map.triggerRepaint();
})"""


def frames(table, browser, address, shots=None):
    """Adds the rows of pictures, of made-up vehicles and of the timeline."""
    context = browser.new_context(viewport={"width": SIZE[0], "height": SIZE[1]}, reduced_motion="no-preference")
    page = context.new_page()
    page.add_init_script("try { localStorage.setItem('kembar.tour', 'offered'); } catch {}")
    page.on("console", lambda message: print("  page:", message.text) if message.type in ("error", "warning") else None)
    city = json.loads(page.request.get(f"{address}api/v1/city").body())
    made = Made(city["view"] if city.get("view") else city["box"])
    made.window(0, 1, 41)
    made.sent.clear()
    page.route("**/api/v1/runs/**", made.answer)
    west, south, east, north = made.box
    page.goto(f"{address}#v=1&lang=en&c={(south + north) / 2:.5f},{(west + east) / 2:.5f},14.6&r={RUN}&f=flood.depth~scenario&t={8 * HOUR}")

    def wait(condition, seconds=60):
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            if page.evaluate(f"(() => ({condition}))()"):
                return
            time.sleep(0.1)
        if shots:
            page.screenshot(path=shots / "frames-trouble.png")
        raise measuring.Failed(f"waited {seconds} s in vain for {condition}")

    wait("document.documentElement.dataset.drawn === 'yes' && document.getElementById('vehicles-play')")
    page.click(".solid-button")
    time.sleep(1)
    if page.query_selector(".solid-card .button.main"):
        page.click(".solid-card .button.main")
    time.sleep(2)
    if page.evaluate("document.getElementById('solid-shadows')?.checked"):
        page.click("#solid-shadows")
    page.click("#vehicles-play")
    wait("window.kembar.vehicles?.count > 15000", 30)
    wait("window.kembar.map.areTilesLoaded()")
    time.sleep(2)
    if shots:
        page.screenshot(path=shots / "frames.png")
    # What is drawn, which is not what is seen where a picture is made of fewer pixels.
    drawn = page.evaluate("(({ drawingBufferWidth, drawingBufferHeight }) => `${drawingBufferWidth}×${drawingBufferHeight}`)(window.kembar.map.painter.context.gl)")
    rounds = []
    for _ in range(3):
        before = cpu()
        pictures = page.evaluate(MOVE, 3)
        rounds.append((cpu() - before) * 1000 / max(1, pictures))
    table.add("a picture: houses, water, vehicles", f"{drawn} pixels, {VEHICLES} vehicles", "CPU ms", statistics.median(rounds), 240)
    table.add("vehicles, whole city, 1 Hz, made up", f"{VEHICLES} vehicles, gzip", "KB/s",
              statistics.median(size / seconds / 1000 for size, seconds in made.sent), 120)
    page.click("#vehicles-play")
    time.sleep(1)
    # Each moment has been here once: scrubbing moves over what was loaded.
    for place in range(FRAMES):
        page.evaluate(SCRUB, place)
    places = (3, 17, 8, 21, 5, 12, 1, 20, 9)
    scrubs = [page.evaluate(SCRUB, place) for place in places]
    if min(scrubs) < 0:
        raise measuring.Failed(f"the timeline was moved and no new picture came: {scrubs}")
    table.add("timeline, input to new picture", "houses, water, vehicles", "ms", statistics.median(scrubs), 100)
    table.add("bare repaint of the map alone", f"the same scene, {drawn} pixels, by software", "ms",
              statistics.median(page.evaluate(REPAINT) for _ in places), None)
    # The flat map has the same timeline; what is not drawn in three dimensions shows what the timeline itself takes.
    page.click(".solid-button")
    wait("window.kembar.map.getPitch() === 0 && !window.kembar.map.getLayer('solid')")
    wait("window.kembar.map.areTilesLoaded()")
    time.sleep(1)
    table.add("timeline, flat map with water", "water, vehicles", "ms", statistics.median(page.evaluate(SCRUB, place) for place in places), None)
    table.add("bare repaint of the map alone", f"flat map with water, {drawn} pixels, by software", "ms",
              statistics.median(page.evaluate(REPAINT) for _ in places), None)
    context.close()


def main():
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("binary", type=pathlib.Path)
    arguments.add_argument("--shots", type=pathlib.Path)
    given = arguments.parse_args()
    if given.shots:
        given.shots.mkdir(parents=True, exist_ok=True)
    table = measuring.Table()
    server = Server(given.binary.resolve())
    try:
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=chromium(), args=FLAGS)
            frames(table, browser, server.address, given.shots)
            browser.close()
    finally:
        server.close()
    return table.finish(ROOT / "Benchmarks/results/page-frames.json")


if __name__ == "__main__":
    measuring.run(main)
