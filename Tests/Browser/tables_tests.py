"""Charts and long tables: the chart's library comes with the first chart and not before; ten thousand rows are gone through without a jerk."""

import gzip

from live_tests import HOUR, stub, town_of
from visit import visit

COUNT = 10_000
#: Kilobytes gzip of the page before its data and before the first chart, with its table; it must not grow.
BUDGET = 560

# The page is gone through, screen by screen; answers the longest task in milliseconds, and how many screens there were.
SCROLL = """new Promise((done) => {
  const box = document.querySelector('.rows-box');
  box.scrollTop = 0;
  let [longest, screens] = [0, 0];
  const hears = new PerformanceObserver((list) => { for (const one of list.getEntries()) longest = Math.max(longest, one.duration); });
  hears.observe({ type: 'longtask' });
  const step = () => {
    const before = box.scrollTop;
    box.scrollTop += box.clientHeight;
    screens += 1;
    if (box.scrollTop === before || screens === 60) { setTimeout(() => { hears.disconnect(); done({ longest, screens, drawn: box.querySelectorAll('tbody tr').length }); }, 200); return; }
    requestAnimationFrame(() => setTimeout(step, 30));
  };
  step();
})"""


def devices(now):
    """Streams as the server lists them, made here: as many as a city of sensors has."""
    kinds = [("Air temperature", "°C", 20), ("Water level", "m", 1), ("Vehicle count", "1", 400)]
    streams = []
    for i in range(COUNT):
        of, unit, about = kinds[i % 3]
        streams.append({"stream": i + 1, "name": f"{of} {i}", "unit": unit, "property": of, "thing": i + 1, "thingName": f"Post {i}", "count": 9, "interval": 600_000,
                        "place": [100 + i / 1e6, 3.9], "latest": [i + 1, now - (i % 500) * 1000, about + i % 7]})
    return streams


def test_the_first_page_is_small_and_ten_thousand_rows_scroll_without_a_jerk(browser, server, shots):
    town = town_of(server.binary)
    now = int(town.ask("GET", "api/v1/live/latest")["time"])
    weights, asked = {}, []

    def before(page):
        page.on("response", lambda response: asked.append(response.url))
        stub(page, lambda paths: {**paths, "/api/v1/live/alerts": {}}, {
            "**/live/latest": lambda route: route.fulfill(json={"time": now, "streams": devices(now)}),
            "**/live/alerts": lambda route: route.fulfill(json=[{
                "id": "a1", "rule": "river", "headline": "River above the warning level", "severity": "severe", "state": "raised", "since": now, "updated": now, "place": town.centre, "knew": []}])})

    with visit(browser, town, fragment="lang=en&p=table", before=before) as page:
        page.there("#twin-what")
        own = {url for url in asked if "/api/" not in url and "/tiles/" not in url and url.startswith(town.address)}
        assert not any("echarts" in url for url in own), "the charts' library came before a chart"
        for url in own:
            weights[url] = len(gzip.compress(page.page.request.get(url).body(), 9))
        total = sum(weights.values()) / 1000
        print(f"    the page before data and before the first chart: {total:.0f} KB gzip in {len(own)} files")
        assert total <= BUDGET, total

        # Every layer of the map has its table.
        offered = page.page.evaluate("[...document.querySelectorAll('#twin-what option')].map((one) => one.value)")
        assert set(offered) == {"streets", "buildings", "places", "zones", "assets", "waterways", "land", "live", "alerts"}, offered
        for layer in ("assets", "waterways", "alerts"):
            page.page.select_option("#twin-what", layer)
            page.there(".rows tbody tr")
        assert "River above" in page.text(".rows tbody th")

        page.page.select_option("#twin-what", "live")
        page.wait(f"document.querySelector('.rows table')?.getAttribute('aria-rowcount') === '{COUNT + 1}'", 60)
        assert not page.barriers()
        page.page.wait_for_timeout(500)
        # The thread's own time, because others may be at work on the machine; a task as the clock has it is told beside.
        measured = page.context.new_cdp_session(page.page)
        measured.send("Performance.enable", {"timeDomain": "threadTicks"})
        spent = lambda: next(one["value"] for one in measured.send("Performance.getMetrics")["metrics"] if one["name"] == "TaskDuration") * 1000
        began = spent()
        told = page.page.evaluate(SCROLL)
        each = (spent() - began) / told["screens"]
        print(f"    {COUNT} rows: {told['screens']} screens, {each:.1f} ms of the main thread each, the longest task {told['longest']:.0f} ms by the clock, {told['drawn']} rows drawn")
        assert told["screens"] == 60 and told["drawn"] < 60, told
        assert each <= 50 and told["longest"] <= 200, (each, told)

        # By keys: to both ends, a screen, a row; rows tell which of all they are.
        page.page.focus(".rows tbody tr[tabindex='0'], .rows tbody tr")
        focus = "document.activeElement.getAttribute('aria-rowindex')"
        for key, row in (("End", COUNT + 1), ("ArrowUp", COUNT), ("Home", 2), ("ArrowDown", 3)):
            page.page.keyboard.press(key)
            page.wait(f"{focus} === '{row}'")
        page.page.keyboard.press("PageDown")
        page.wait(f"+{focus} > 6")
        # In the order of values, the greatest first; then only what is searched for.
        page.page.click(".rows-sort:has-text('Value')")
        page.wait("document.querySelector('.rows [aria-sort=descending]') && document.querySelector('.rows tbody td.number').textContent.startsWith('406')")
        page.page.fill(".rows-search", "water post 77")
        page.wait(f"+document.querySelector('.rows table').getAttribute('aria-rowcount') < 100 && {COUNT}")
        assert "77" in page.text(".rows tbody tr"), page.text(".rows tbody tr")
        with page.page.expect_download() as download:
            page.page.click("[aria-label='Take along as CSV']")
        lines = open(download.value.path(), encoding="utf-8-sig", newline="").read().split("\r\n")
        assert lines[0].startswith("Device,What is measured,Value") and 10 < len(lines) < 100, lines[:3]
        page.page.screenshot(path=shots / "table-devices.png")

        # The same by the list of what is live.
        page.page.click("#tab-live")
        page.there(".now-head button")
        page.page.click(".now-head button")
        page.page.keyboard.press("End")
        page.wait("+document.activeElement.closest('li').getAttribute('aria-posinset') === +document.activeElement.closest('li').getAttribute('aria-setsize')")
        page.page.keyboard.press("Home")
        page.wait("document.activeElement.closest('li').getAttribute('aria-posinset') === '1'")
        page.page.click("#now-table")
        page.wait("document.querySelector('#twin-what')?.value === 'live'")


def test_a_chart_that_cannot_come_says_so_and_one_that_comes_shows_levels_and_stretches(browser, server, shots):
    town = town_of(server.binary)
    now = int(town.ask("GET", "api/v1/live/latest")["time"]) // HOUR * HOUR
    thing, stream = town.device("Gauge", [[now - i * HOUR, 2 + (i % 12) / 6] for i in range(40, 0, -1)], unit="m", of="River level")
    plot = f"document.querySelector('#plot-{stream}')"
    stopped = []

    def before(page):
        page.route("**/vendor/echarts.js", lambda route: route.continue_() if stopped else (stopped.append(1), route.abort()))
        page.route("**/live/watch", lambda route: route.fulfill(json={"rules": 1, "remarks": [], "limits": [
            {"rule": "river", "event": "River level", "stream": stream, "limit": 3.5, "isBelow": False, "severity": "severe"}]}))

    with visit(browser, town, fragment="lang=en&theme=dark&p=live", before=before, expected=("ERR_FAILED",)) as page:
        page.page.click(f".now-row button[data-stream='{stream}']")
        page.there(".chart-error")
        page.page.click(".plot summary")
        page.wait("document.querySelectorAll('.plot tbody tr').length > 10")  # the numbers are there without the drawing
        page.page.click(".chart-error button")
        page.wait(f"{plot}.dataset.series.includes('limits') && {plot}.dataset.series.includes('line')")
        assert "≥ 3.5" in page.text(".plot .limit")
        said = page.page.evaluate(f"[{plot}.getAttribute('role'), {plot}.querySelector('[aria-label]')?.getAttribute('aria-label')]")
        assert said[0] == "slider" and "River level" in said[1], said
        # A stretch is looked at by dragging with Shift.
        box = page.page.locator(f"#plot-{stream}").bounding_box()
        points = int(page.page.evaluate(f"{plot}.dataset.points"))
        page.page.keyboard.down("Shift")
        page.page.mouse.move(box["x"] + 120, box["y"] + 60)
        page.page.mouse.down()
        page.page.mouse.move(box["x"] + 200, box["y"] + 60, steps=3)
        page.there(".chart-marked")
        page.page.mouse.up()
        page.page.keyboard.up("Shift")
        page.wait(f"+{plot}.dataset.points < {points} / 2 && !document.querySelector('.chart-marked')")
        # On paper the lines are dark, whatever the theme, and what only a screen can do is gone.
        page.page.emulate_media(media="print")
        ink = page.page.evaluate(f"getComputedStyle({plot}.querySelector('path[stroke=\"var(--accent)\"]')).stroke")
        assert ink == "rgb(11, 91, 138)", ink
        assert not page.page.evaluate("[...document.querySelectorAll('.chart-says')].some((one) => one.offsetHeight)")
        page.page.emulate_media(media="screen")
        page.page.screenshot(path=shots / "chart-limits.png")
        assert not page.barriers()
    town.ask("DELETE", f"v1.1/Things({thing})")
