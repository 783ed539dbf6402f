"""What a browser sees of the page: what it fetches first, when the map stands, a long table, numbers that follow a hand."""

import gzip
import pathlib
import re
import statistics
import tempfile
import time
import urllib.parse

import measuring
import served

ROUNDS = 3
SENSORS = 10_000
SCREENS = 60
DRAWN = "document.documentElement.dataset.drawn === 'yes'"
NO_MAP = "!window.kembar && document.querySelector('#panel-body')?.textContent.length > 20"
WITHOUT_WEBGL = ["--no-sandbox", "--disable-3d-apis", "--no-first-run", "--disable-background-networking", "--disable-component-update"]


def street_of(town):
    """The street that a scenario of the sandbox closes."""
    closing = (pathlib.Path(town) / "scenarios/close-the-main-street.yaml").read_text()
    return re.search(r"named: ([^,}]+)", closing)[1]


class Tab:
    """A page in a context of its own; waits by asking again, because waiting functions need what the policy forbids."""

    def __init__(self, browser, address, fragment="", before=None):
        self.context = browser.new_context(viewport={"width": 1280, "height": 800})
        self.page = self.context.new_page()
        self.page.add_init_script("try { localStorage.setItem('kembar.tour', 'offered'); } catch {}")
        if before:
            before(self.page)
        self.page.goto(f"{address}/#v=1&lang=en&{fragment}", wait_until="commit")

    def wait(self, condition, seconds=60):
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            if value := self.page.evaluate(f"(() => ({condition}))()"):
                return value
            time.sleep(0.02)
        self.page.screenshot(path=pathlib.Path(tempfile.gettempdir()) / "bench-page-trouble.png")
        raise measuring.Failed(f"waited {seconds} s in vain for {condition}; what was seen is bench-page-trouble.png")

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.context.close()


# What was asked for once the page stood and had nothing else to do.
LATER = """() => {
  const stood = performance.getEntriesByName("rest")[0]?.startTime ?? Infinity;
  const first = new Set(), later = new Set();
  for (const { name, startTime } of performance.getEntriesByType("resource")) (startTime < stood ? first : later).add(name);
  return [...later].filter((name) => !first.has(name));
}"""


def load(server, table, browser, case, is_there, limit):
    """What is fetched before the page stands, without the town's own data; a chart was not looked at yet. What it fetches afterwards, when it
    has nothing else to do, that no click may wait and nothing be missing offline, has a row of its own."""
    asked = set()
    with Tab(browser, server.address, before=lambda one: one.on("request", lambda request: asked.add(request.url))) as tab:
        tab.page.evaluate("performance.setResourceTimingBufferSize(2000)")
        tab.wait(is_there)
        time.sleep(1)
        later = set(tab.page.evaluate(LATER))
    paths = sorted(urllib.parse.urlsplit(url).path for url in asked if url.startswith(server.address))
    own = [path for path in paths if not path.startswith(("/api/", "/tiles/", "/v1.1"))]
    if any("echarts" in path for path in own):
        raise measuring.Failed(f"{case}: the library of the charts came before a chart")
    sizes = {path: served.sent(server, path)[0] for path in own}
    late = {urllib.parse.urlsplit(url).path for url in later} & sizes.keys()
    rest = sum(sizes.pop(path) for path in late)
    heaviest = sorted(sizes, key=sizes.get, reverse=True)[:4]
    print("  " + ", ".join(f"{path} {sizes[path] / 1000:.0f} KB" for path in heaviest))
    table.add("first load, as sent to who takes gzip", f"{case}, {len(sizes)} files", "KB", sum(sizes.values()) / 1000, limit)
    if late:
        table.add("afterwards, while nothing is to do", f"{case}, {len(late)} files within a second", "KB", rest / 1000)
    packed = sum(min(sizes[path], len(gzip.compress(served.sent(server, path)[1], 9))) for path in sizes)
    table.add("first load, all of it as gzip", f"{case}, {len(sizes)} files", "KB", packed / 1000, None)


def first_map(server, table, browser):
    """From asking for the page to the map with all it asked for, nothing kept by the browser; the first round warms up."""
    walls = []
    for _ in range(ROUNDS + 2):
        began = time.perf_counter()
        with Tab(browser, server.address) as tab:
            tab.wait(DRAWN)
            walls.append(time.perf_counter() - began)
    table.add("first map, cold browser, loopback", "1280×800, by software", "s", statistics.median(walls[1:]), 3)


# The rows are gone through screen by screen: the longest task, and how many screens there were.
SCROLL = """(screens) => new Promise((done) => {
  const box = document.querySelector('.rows-box');
  let [longest, seen] = [0, 0];
  const hears = new PerformanceObserver((list) => { for (const one of list.getEntries()) longest = Math.max(longest, one.duration); });
  hears.observe({ type: 'longtask' });
  box.scrollTop = 0;
  const step = () => {
    box.scrollTop += box.clientHeight;
    seen += 1;
    if (seen === screens) { setTimeout(() => { hears.disconnect(); done({ longest, seen }); }, 200); return; }
    requestAnimationFrame(() => setTimeout(step, 30));
  };
  step();
})"""


def sensors(now):
    """Streams as the server lists them, made up here."""
    kinds = [("Air temperature", "°C", 20), ("Water level", "m", 1), ("Vehicle count", "1", 400)]
    for place in range(SENSORS):
        of, unit, about = kinds[place % 3]
        yield {
            "stream": place + 1, "name": f"{of} {place}", "unit": unit, "property": of, "thing": place + 1, "thingName": f"Post {place}",
            "count": 9, "interval": 600_000, "place": [100 + place / 1e6, 3.9], "latest": [place + 1, now - place % 500 * 1000, about + place % 7]}


def long_table(server, table, browser):
    now = int(time.time() * 1000)
    listed = {"time": now, "streams": list(sensors(now))}
    with Tab(browser, server.address, "w=table", lambda one: one.route("**/live/latest", lambda route: route.fulfill(json=listed))) as tab:
        tab.wait("document.querySelector('#twin-what')")
        tab.wait(DRAWN)
        tab.page.select_option("#twin-what", "live")
        tab.wait(f"document.querySelector('.rows table')?.getAttribute('aria-rowcount') === '{SENSORS + 1}'")
        time.sleep(1)
        measured = tab.context.new_cdp_session(tab.page)
        measured.send("Performance.enable", {"timeDomain": "threadTicks"})

        def spent():
            return next(one["value"] for one in measured.send("Performance.getMetrics")["metrics"] if one["name"] == "TaskDuration") * 1000

        each, longest = [], []
        for _ in range(ROUNDS):
            began = spent()
            told = tab.page.evaluate(SCROLL, SCREENS)
            each.append((spent() - began) / told["seen"])
            longest.append(told["longest"])
    table.add(f"table of {SENSORS} sensors, a screen", "CPU of the main thread", "CPU ms", statistics.median(each), 50)
    table.add(f"table of {SENSORS} sensors, longest task", f"{SCREENS} screens, by the clock", "ms", statistics.median(longest), 200)


# From the pointer's event to other numbers on the page.
FOLLOW = """void (window.followed = new Promise((done) => {
  const told = () => [...document.querySelectorAll('.kpis [data-topic] .kpi-number')].map((one) => one.textContent).join();
  const before = told();
  let began = 0;
  const see = new MutationObserver(() => {
    if (!began || told() === before) return;
    see.disconnect();
    requestAnimationFrame(() => done(performance.now() - began));
  });
  see.observe(document.querySelector('.kpis').parentElement, { subtree: true, childList: true, characterData: true });
  addEventListener('pointermove', () => { began = performance.now(); }, { capture: true, once: true });
  addEventListener('mousemove', () => { began ||= performance.now(); }, { capture: true, once: true });
  setTimeout(() => done(-1), 20000);
}))"""


def estimates(server, table, browser):
    """A hypermarket is drawn: from each movement of the hand to the picture with its numbers."""
    with Tab(browser, server.address) as tab:
        tab.wait(DRAWN)
        tab.page.click(".button.main:has-text('New scenario')")
        tab.wait("document.querySelector('.kpis')")
        tab.page.click("#draw-rectangle")
        mouse = tab.page.mouse
        mouse.move(700, 330)
        mouse.down()
        mouse.move(790, 400, steps=4)
        tab.wait("document.querySelector('[data-topic=trips] .kpi-number b') && document.querySelector('[data-topic=runoff] .kpi-number b')")
        took = []
        for step in range(9):
            time.sleep(0.5)
            tab.page.evaluate(FOLLOW)
            mouse.move(800 + 14 * step, 410 + 10 * step)
            took.append(tab.page.evaluate("window.followed"))
        mouse.up()
    if min(took) < 0:
        raise measuring.Failed(f"numbers did not follow the hand: {took}")
    table.add("estimate, hand to number", f"a rectangle drawn, {len(took)} movements", "ms", statistics.median(took), 300)
    table.add("estimate, slowest of them", "the same", "ms", max(took), None)
