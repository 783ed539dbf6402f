"""Water on the page: supposed by the form, drawn on the map, moved through time, asked at a point, accounted for."""

import json

from axe_playwright_python.sync_playwright import Axe

from visit import SIZES, visit

COUNT_WET = """(() => {
  const canvas = kembar.map.getSource('field-grid').canvas;
  const bytes = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height).data;
  let wet = 0;
  for (let at = 3; at < bytes.length; at += 4) if (bytes[at] > 0) wet += 1;
  return wet;
})()"""

# A point of the map that no panel covers and where the water drawn is deep.
WET_POINT = """(() => {
  const source = kembar.map.getSource('field-grid');
  const { canvas, coordinates } = source;
  const bytes = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height).data;
  for (let row = 0; row < canvas.height; row += 1) {
    for (let column = 0; column < canvas.width; column += 1) {
      if (bytes[4 * (row * canvas.width + column) + 3] === 0) continue;
      const u = (column + 0.5) / canvas.width, v = (row + 0.5) / canvas.height;
      const mix = (i) => (1 - v) * ((1 - u) * coordinates[0][i] + u * coordinates[1][i]) + v * ((1 - u) * coordinates[3][i] + u * coordinates[2][i]);
      const at = kembar.map.project([mix(0), mix(1)]);
      const found = document.elementFromPoint(at.x, at.y);
      if (found && found.classList.contains('maplibregl-canvas')) return [at.x, at.y];
    }
  }
  return null;
})()"""


def suppose_rain(page):
    """A new scenario under 100 mm in 3 hours, run on wide cells with few members; its water stands on the map afterwards."""
    page.page.click("text=New scenario")
    page.page.select_option("#form-supposing", "rain")
    page.page.fill("#form-depth", "100")
    page.page.fill("#form-duration", "3")
    page.page.click("form .button.main")
    page.there(".supposing .changes li")
    page.page.select_option("#form-supposing", "flood-settings")
    page.page.fill("#form-cell", "25")
    page.page.fill("#form-hours", "3")
    page.page.fill("#form-members", "2")
    page.page.click("form .button.main")
    page.wait("document.querySelectorAll('.supposing .changes li').length === 2")
    page.page.click(".button.main.grow")
    page.there(".indicators tbody tr", 300)
    page.wait("!!kembar.map.getSource('field-grid')", 60)
    page.drawn()


def reopen(browser, server, **options):
    """The page as it was left by an earlier test with water on the map."""
    return visit(browser, server, fragment=server.water, **options)


def test_water_is_supposed_run_and_drawn(browser, server, shots):
    with visit(browser, server, fragment="lang=en&theme=light") as page:
        suppose_rain(page)
        assert page.page.evaluate(COUNT_WET) > 0, "no cell is coloured"
        assert page.page.evaluate("!!document.querySelector('.legend .verdict')"), "the picture has no verdict"
        order = page.page.evaluate("kembar.map.getStyle().layers.map((one) => one.id)")
        assert order.index("major") < order.index("field-grid") < order.index("streets-label"), order
        page.page.screenshot(path=shots / "water-wide-light.png")
        page.wait("location.hash.includes('r=') && location.hash.includes('f=')")
        server.water = page.page.url.split("#v=1&")[1]


def test_time_moves_the_water(browser, server, shots):
    with reopen(browser, server) as page:
        page.there(".time input", 60)
        page.drawn()
        page.page.focus("#time")
        page.page.keyboard.press("Home")
        page.wait("document.querySelector('#time').value === '0' && location.hash.includes('t=')")
        first = page.wait("document.querySelector('#time').getAttribute('aria-valuetext')")
        page.page.wait_for_timeout(500)
        dry = page.page.evaluate(COUNT_WET)
        page.page.keyboard.press("End")
        page.wait(f"document.querySelector('#time').getAttribute('aria-valuetext') !== {first!r}")
        page.page.wait_for_timeout(500)
        wet = page.page.evaluate(COUNT_WET)
        assert wet > dry, (dry, wet)
        before = page.page.evaluate("document.querySelector('#time').value")
        page.page.keyboard.press(" ")
        page.wait(f"document.querySelector('#time').value !== {before!r}")
        page.page.keyboard.press(" ")
        page.there(".time [aria-label='Let time pass']")


def test_a_click_gives_the_hours_of_a_point(browser, server, shots):
    for size in SIZES:
        with reopen(browser, server, size=size) as page:
            page.there(".time input", 60)
            page.drawn()
            point = page.wait(WET_POINT)
            page.page.mouse.click(*point)
            page.there(".probe .chart path")
            assert page.page.evaluate("document.querySelectorAll('.probe .chart-line').length") == 2, "both sides are drawn"
            page.page.click(".probe .chart summary")
            moments = page.page.evaluate("Number(document.querySelector('#time').max) + 1")
            rows = page.page.evaluate("document.querySelectorAll('.probe .chart tbody tr').length")
            assert rows == moments, (rows, moments)
            assert page.page.evaluate("!!document.querySelector('.probe .verdict')")
            page.page.screenshot(path=shots / f"water-point-{size}.png")


def test_the_balance_of_the_water_is_in_sight(browser, server, shots):
    for size in SIZES:
        with reopen(browser, server, size=size) as page:
            page.there(".map-side .balance", 60)
            page.page.click(".map-side .balance summary")
            assert "m³" in page.text(".map-side .balance") and "%" in page.text(".map-side .balance")
            box = page.page.evaluate("JSON.parse(JSON.stringify(document.querySelector('.map-side .balance').getBoundingClientRect()))")
            width = SIZES[size][0]
            assert 0 <= box["left"] and box["right"] <= width and box["height"] > 20, box
            page.page.click("[aria-label='Take off the map']")
            page.there(".map-side .balance")


def test_every_picture_of_the_water_has_a_legend_and_a_verdict(browser, server, shots):
    with reopen(browser, server) as page:
        page.there("#field", 60)
        names = page.page.evaluate("[...document.querySelectorAll('#field option')].map((one) => one.value).filter((name) => name.startsWith('flood.'))")
        assert len(names) >= 4, names
        for name in names:
            for mode in (1, 2, 3):
                page.page.select_option("#field", name)
                page.page.click(f".segmented button:nth-child({mode})")
                page.wait(f"location.hash.includes('f={name}')")
                page.there(".legend .verdict")
                page.there(".legend li")
            page.page.click("#tab-table")
            page.there("#panel-body table tbody tr")
            page.page.click("#tab-whatif")


def test_what_is_supposed_can_be_undone_kept_and_opened_again(browser, server, shots):
    with visit(browser, server, fragment="lang=en") as page:
        page.page.click("text=New scenario")
        page.page.fill("#scenario-title", "Supposed rain")
        page.page.press("#scenario-title", "Tab")
        page.page.select_option("#form-supposing", "rain")
        page.page.fill("#form-depth", "60")
        page.page.fill("#form-duration", "2")
        page.page.click("form .button.main")
        page.there(".supposing .changes li")
        page.page.click("[aria-label=Undo]")
        page.wait("document.querySelectorAll('.supposing .changes li').length === 0")
        page.page.click("[aria-label=Redo]")
        page.there(".supposing .changes li")
        page.page.click("[aria-label^='Save']")
        page.wait("location.hash.includes('s=supposed-rain')")
        kept = json.loads(page.page.evaluate("fetch('api/v1/scenarios/supposed-rain').then((answer) => answer.text())"))
        assert [list(one) for one in kept["supposing"]] == [["rain"]] and kept["changes"] == [], kept
        address = page.page.url
    with visit(browser, server, fragment=address.split("#v=1&")[1]) as page:
        page.there(".supposing .changes li")
        assert "60" in page.text(".supposing .changes li")


def test_a_wall_is_drawn_as_a_line(browser, server, shots):
    with visit(browser, server, fragment="lang=en") as page:
        page.drawn()
        page.page.click("text=New scenario")
        page.page.select_option("#form-change", "wall")
        page.page.click("text=Draw on the map")
        for x, y in ((700, 300), (800, 340), (900, 420)):
            page.page.mouse.click(x, y)
            page.page.wait_for_timeout(450)
        page.wait("document.querySelector('.pick output')?.textContent.includes('3')")
        page.page.click("text=Done drawing")
        page.page.fill("#form-height", "1.5")
        page.page.click("form .button.main")
        page.there(".changes li")
        kinds = page.wait("(() => { const all = kembar.map.querySourceFeatures('edits').map((one) => one.geometry.type); return all.length ? all : null; })()")
        assert set(kinds) <= {"LineString", "MultiLineString"}, kinds


def test_accessibility_has_nothing_to_say_of_water(browser, server, shots):
    found = []
    for size in SIZES:
        for theme in ("light", "dark"):
            with visit(browser, server, size=size, fragment=server.water.replace("theme=light", f"theme={theme}")) as page:
                page.there(".time input", 60)
                page.drawn()
                page.page.mouse.click(*page.wait(WET_POINT))
                page.there(".probe .chart path")
                page.page.screenshot(path=shots / f"water-{size}-{theme}.png")
                page.page.evaluate("document.querySelectorAll('details').forEach((one) => { one.open = true; })")
                for one in Axe().run(page.page).response["violations"]:
                    node = one["nodes"][0]
                    found.append(f"{size} {theme}: {one['id']}, {node['html'][:160]} {node.get('failureSummary', '')[:240]}")
    assert not found, "\n      ".join(sorted(set(found)))
