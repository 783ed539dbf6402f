"""Water on the page: supposed by the form, drawn on the map, moved through time, asked at a point, accounted for."""

import json


from visit import GRID, ON_MAP, SIZES, shared

COUNT_WET = f"""(() => {{
  const grid = {GRID}(kembar.map);
  let wet = 0;
  for (let cell = 0; cell < grid.width * grid.height; cell += 1) if (grid.isSeen(cell)) wet += 1;
  return wet;
}})()"""

# A point of the map that no panel covers and where the water drawn is deep.
WET_POINT = "(() => { const grid = " + GRID + """(kembar.map);
  const { coordinates } = grid;
  for (let row = 0; row < grid.height; row += 1) {
    for (let column = 0; column < grid.width; column += 1) {
      if (!grid.isSeen(row * grid.width + column)) continue;
      const u = (column + 0.5) / grid.width, v = (row + 0.5) / grid.height;
      const mix = (i) => (1 - v) * ((1 - u) * coordinates[0][i] + u * coordinates[1][i]) + v * ((1 - u) * coordinates[3][i] + u * coordinates[2][i]);
      const at = kembar.map.project([mix(0), mix(1)]);
      const found = document.elementFromPoint(at.x, at.y);
      if (found && found.classList.contains('maplibregl-canvas')) return [at.x, at.y];
    }
  }
  return null;
})()"""


def suppose_rain(page):
    """A new pond under 100 mm in 3 hours from 16:00, on wide cells with few members; its water stands on the map afterwards."""
    page.page.click(".button.main:has-text('New scenario')")
    page.page.select_option("#form-supposing", "rain")
    page.page.fill("#form-depth", "100")
    page.page.fill("#form-duration", "3")
    page.page.click("form .button.main")
    page.there(".supposing .changes li")
    page.page.select_option("#form-supposing", "flood-settings")
    page.page.fill("#form-cell", "25")
    page.page.fill("#form-hours", "3")
    page.page.fill("#form-members", "5")
    page.page.click("form .button.main")
    page.wait("document.querySelectorAll('.supposing .changes li').length === 2")
    page.page.select_option("#form-supposing", "start")
    page.page.fill("#form-at", "2025-12-17T16:00")
    page.page.click("form .button.main")
    page.wait("document.querySelectorAll('.supposing .changes li').length === 3")
    page.page.select_option("#form-change", "pond")
    page.page.click("text=Draw on the map")
    for x, y in ((760, 380), (800, 380), (800, 420), (760, 420)):
        page.page.mouse.click(x, y)
        page.page.wait_for_timeout(450)
    page.wait("document.querySelector('.pick output')?.textContent.includes('4')")
    page.page.click("text=Done drawing")
    page.page.fill("#form-depth", "2")
    page.page.click("form .button.main")
    page.there(".part.changes .changes li")
    page.page.click(".button.main.grow")
    page.there(".indicators tbody tr", 300)
    page.wait(ON_MAP, 60)
    page.drawn()


def reopen(browser, server, **options):
    """The page as it was left by an earlier test with water on the map."""
    return shared(browser, server, fragment=server.water, **options)


def test_water_is_supposed_run_and_drawn(browser, server, shots):
    with shared(browser, server, fragment="lang=en&theme=light") as page:
        suppose_rain(page)
        assert page.page.evaluate(COUNT_WET) > 0, "no cell is coloured"
        assert page.page.evaluate("!!document.querySelector('.legend .verdict')"), "the picture has no verdict"
        order = page.page.evaluate("kembar.map.getLayersOrder()")
        assert order.index("major") < order.index("field-grid") < order.index("streets-label"), order
        page.page.screenshot(path=shots / "water-wide-light.png")
        page.wait("location.hash.includes('r=') && location.hash.includes('f=')")
        server.water = page.page.url.split("#v=1&")[1]


def test_a_number_that_cannot_be_is_told_at_its_field(browser, server, shots):
    with shared(browser, server, fragment="lang=en", expected=("422",)) as page:
        page.page.click(".button.main:has-text('New scenario')")
        page.page.select_option("#form-supposing", "rain")
        page.page.fill("#form-duration", "3")
        # In metres an hour, no number, more than ever fell, in no unit of length.
        for written, words in (("0.1 m/h", "m/h"), ("NaN", "NaN"), ("2540", "ever measured"), ("4 furlongs", "furlongs"), ("-1", "0.1")):
            page.page.fill("#form-depth", written)
            page.page.click("form .button.main")
            page.wait(f"document.querySelector('#form-depth-complaint')?.textContent.includes({json.dumps(words)})")
            assert page.page.get_attribute("#form-depth", "aria-invalid") == "true"
            assert page.page.evaluate("document.querySelectorAll('.supposing .changes li').length") == 0
        page.page.fill("#form-depth", "4 in")
        page.page.click("form .button.main")
        page.wait("document.querySelector('.supposing .changes li')?.textContent.includes('101.6')")


def test_a_tide_on_dry_land_is_told_where_it_was_supposed(browser, server, shots):
    with shared(browser, server, fragment="lang=en") as page:
        page.page.click(".button.main:has-text('New scenario')")
        page.page.select_option("#form-supposing", "sea-level")
        page.page.fill("#form-mean", "40")
        page.page.click("form .button.main")
        page.there(".supposing .changes li")
        page.page.select_option("#form-supposing", "flood-settings")
        page.page.fill("#form-cell", "50")
        page.page.fill("#form-hours", "1")
        page.page.fill("#form-members", "0")
        page.page.click("form .button.main")
        page.wait("document.querySelectorAll('.supposing .changes li').length === 2")
        sentence = "sea-level: the sea is given, but the model's edge touches only dry land"
        # The sandbox lies at the sea, so what such a run says is told here.
        page.page.route("**/api/v1/runs", lambda route: route.fulfill(
            status=202, content_type="application/json", body=json.dumps({"id": "x", "state": "failed", "error": sentence})))
        page.page.click(".button.main.grow")
        page.wait("document.querySelector('.supposing .changes li .complaint')?.textContent.includes('dry land')")


def test_the_answer_tells_both_sides_with_their_intervals(browser, server, shots):
    for size in SIZES:
        with reopen(browser, server, size=size) as page:
            page.there(".answer tbody tr", 60)
            rows = page.page.evaluate("[...document.querySelectorAll('.answer tbody tr')].map((one) => one.textContent)")
            for words in ("Deepest water", "Streets closed", "People in water", "Damage in all"):
                assert any(words in row for row in rows), (words, rows)
            known = page.page.evaluate("[...document.querySelectorAll('.answer .interval')].filter((one) => one.textContent.includes(' – ')).length")
            assert known >= 8, rows


def test_what_floods_cost_in_a_year_stands_storm_by_storm(browser, server, shots):
    scenario = {
        "scenario": "What floods cost in a year", "changes": [], "models": ["flood", "damage"],
        "supposing": [
            {"rain": {"return-period": 10, "duration": 2}},
            {"flood-settings": {"cell": 40, "hours": 2, "members": 0, "return-periods": "2 10 100"}}]}
    (server.city / "scenarios/a-year.yaml").write_text(json.dumps(scenario))
    for lang, words in (("en", ("Expected damage a year", "storm once in 10 years", "MYR a year")), ("ms", ("setahun", "ribut sekali dalam 10 tahun")),
                        ("zh", ("年期望损失", "10 年一遇")), ("ta", ("ஆண்டின்", "10 ஆண்டுகளுக்கு ஒருமுறை"))):
        size = "wide" if lang in ("en", "zh") else "phone"
        with shared(browser, server, size=size, fragment=f"lang={lang}&theme=light&s=a-year") as page:
            page.there(".button.main.grow", 60)
            page.page.click(".button.main.grow")
            page.there(".years tbody tr", 300)
            told = page.text(".years")
            assert all(one in told for one in words), (lang, told)
            rows = page.page.evaluate("[...document.querySelectorAll('.years tbody tr')].map((one) => one.textContent)")
            # A year, with its range, and three storms.
            assert len(rows) == 4 and " – " in rows[0] and not any(" – " in row for row in rows[1:]), rows
            every = page.page.evaluate("[...document.querySelectorAll('.indicators tbody th[scope=row]')].map((one) => one.textContent)")
            assert not any("1-in-" in one or "expected-annual" in one for one in every), every
            found = page.barriers()
            assert not found, found
            page.page.evaluate("document.querySelector('.years').scrollIntoView()")
            page.page.screenshot(path=shots / f"water-years-{lang}-{size}.png")


def test_streets_close_hour_by_hour(browser, server, shots):
    with reopen(browser, server) as page:
        page.there(".answer tbody tr", 60)
        page.page.click(".answer button:has-text('Streets closed')")
        page.there(".closed .chart path", 60)
        page.wait("document.querySelector('.legend')?.textContent.includes('motorcycles')")
        page.wait("document.querySelector('.closed .chart-box').dataset.series === 'baseline scenario'")
        before = page.text(".closed .chart")
        page.page.select_option("#closed-vehicle", "motorcycle")
        page.wait(f"document.querySelector('.closed .chart path') && document.querySelector('.closed .chart').textContent !== {json.dumps(before)}")
        page.page.focus("#time")
        page.page.keyboard.press("Home")
        page.wait("document.querySelector('#time').value === '0'")
        page.drawn()
        page.page.screenshot(path=shots / "water-streets.png")


def test_the_slider_tells_the_clock_or_the_hours_since_the_start(browser, server, shots):
    with reopen(browser, server) as page:
        page.there(".time input", 60)
        page.page.focus("#time")
        page.page.keyboard.press("Home")
        page.wait("document.querySelector('.time-now').textContent.includes('16:00')")
        page.page.keyboard.press("End")
        page.wait("document.querySelector('.time-now').textContent.includes('19:00') && document.querySelector('.time-now').textContent.includes('+3 h')")
        undated = page.page.evaluate("import(new URL('rooms/map/clock.js', document.baseURI)).then((clock) => clock.hour(9000000))")
        assert undated == "+2 h 30", undated


def test_a_flood_mark_is_typed_and_the_check_stands_beside_it(browser, server, shots):
    scores = {"marks": 6, "hits": 3, "misses": 1, "falseAlarms": 1, "dry": 1, "meanError": 0.2, "rootError": 0.31, "bias": -0.1,
              "guessMeanError": 0.4, "guessRootError": 0.52, "shuffledAsGood": 0.02}
    kept = server.city / "runs/check.json"
    kept.parent.mkdir(exist_ok=True)
    kept.write_text(json.dumps({"format": 2, "model": "flood", "version": "2", "city": "another", "days": [], "pairs": [], "left": [], "scores": scores}))
    with shared(browser, server, fragment="lang=en&p=city", expected=("422",)) as page:
        page.there(".marks .button")
        page.drawn()
        page.wait("document.querySelector('.town-check')?.textContent.includes('0.31 m')")
        assert "0.52 m" in page.text(".town-check") and "never floods" in page.text(".marks")
        page.page.click("text=Add a mark")
        page.page.click("text=Keep the mark")
        page.wait("document.querySelector('#mark-place-complaint')")
        page.page.click(".marks >> text=Pick on the map")
        page.page.mouse.click(820, 430)
        page.there(".marks output")
        page.page.click("text=Keep the mark")
        page.wait("document.querySelector('#mark-date-complaint')")
        page.page.fill("#mark-date", "2024-11-30")
        page.page.fill("#mark-depth", "knee")
        page.page.click("text=Keep the mark")
        page.wait("document.querySelector('#mark-depth-complaint')?.textContent.includes('knee')")
        found = page.barriers()
        assert not found, found
        page.page.screenshot(path=shots / "marks-wide.png")
        page.page.check("#mark-dry")
        page.page.click("text=Keep the mark")
        page.wait("document.querySelector('.marks [role=status]')")
        marks = json.loads(page.page.evaluate("fetch('api/v1/marks').then((answer) => answer.text())"))["items"]
        assert marks[-1]["date"] == "2024-11-30" and marks[-1]["depth"] == 0, marks[-1]
        page.wait("kembar.map.querySourceFeatures('marks').length > 0")
        assert "Check the marks" in page.text("#check-run")
        # Out of a spreadsheet, with the rain of their day; what cannot be used is told.
        page.page.click("#marks-paste")
        page.page.fill("#marks-pasted", "Tarikh\tJalan\tKedalaman (cm)\n29/11/2024\tNowhere Street\t40")
        page.page.fill("#marks-rain", "2024-11-30\t85")
        page.page.click(".marks form .button.main")
        page.wait("document.querySelector('#marks-pasted-complaint')?.textContent.includes('not on the map')")
        page.page.fill("#marks-pasted", "")
        page.page.click(".marks form .button.main")
        page.wait("[...document.querySelectorAll('.marks [role=status]')].some((one) => one.textContent.includes('85 mm'))")
        (server.city / "observations/rain.csv").unlink()
    kept.unlink()


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
            page.wait("document.querySelector('.probe .chart-box').dataset.series === 'baseline scenario'")
            page.page.click(".probe .chart summary")
            moments = page.page.evaluate("Number(document.querySelector('#time').max) + 1")
            rows = page.page.evaluate("document.querySelectorAll('.probe .chart tbody tr').length")
            assert rows == moments, (rows, moments)
            assert page.page.evaluate("!!document.querySelector('.probe .verdict')")
            assert not page.page.evaluate("document.querySelector('.selection')"), "the water comes first"
            page.page.screenshot(path=shots / f"water-point-{size}.png")


def test_what_lies_under_the_water_can_still_be_reached(browser, server, shots):
    # With the zones drawn there is something beneath the water in town.
    with shared(browser, server, fragment=server.water.replace("l=", "l=zones,", 1)) as page:
        page.there(".time input", 60)
        page.drawn()
        beneath = "found.classList.contains('maplibregl-canvas') && kembar.map.queryRenderedFeatures(at, { layers: ['zones'] }).length"
        page.page.mouse.click(*page.wait(WET_POINT.replace("found.classList.contains('maplibregl-canvas')", beneath)))
        page.there(".probe .chart path")
        page.page.click(".probe > .button")
        page.there(".selection .key")
        assert page.page.evaluate("!!document.querySelector('.probe .chart')"), "the water stays"


def test_the_balance_of_the_water_is_in_sight(browser, server, shots):
    for size in SIZES:
        with reopen(browser, server, size=size) as page:
            page.there(".map-side .balance", 60)
            parts = page.page.evaluate("[...document.querySelectorAll('.map-side .balance-part b')].map((one) => Number(one.textContent.replaceAll(',', '')))")
            assert len(parts) == 4 and abs(parts[0] + parts[1] - parts[2] - parts[3]) <= 0.02 * max(parts), parts
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
            page.page.click("#open-table")
            page.there(".drawer table tbody tr")
            page.page.click("#drawer-close")


def test_what_is_supposed_can_be_undone_kept_and_opened_again(browser, server, shots):
    with shared(browser, server, fragment="lang=en") as page:
        page.page.click(".button.main:has-text('New scenario')")
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
    with shared(browser, server, fragment=address.split("#v=1&")[1]) as page:
        page.there(".supposing .changes li")
        assert "60" in page.text(".supposing .changes li")


def test_a_wall_is_drawn_as_a_line(browser, server, shots):
    with shared(browser, server, fragment="lang=en") as page:
        page.drawn()
        page.page.click(".button.main:has-text('New scenario')")
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
            with shared(browser, server, size=size, fragment=server.water.replace("theme=light", f"theme={theme}")) as page:
                page.there(".time input", 60)
                page.drawn()
                page.page.mouse.click(*page.wait(WET_POINT))
                page.there(".probe .chart path")
                page.page.screenshot(path=shots / f"water-{size}-{theme}.png")
                page.page.evaluate("document.querySelectorAll('details').forEach((one) => { one.open = true; })")
                found += [f"{size} {theme}: {one}" for one in page.barriers()]
    assert not found, "\n      ".join(sorted(set(found)))
