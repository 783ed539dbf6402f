"""Two maps compared: over one another and side by side, each side with its own field, values and moment; and before against after."""

import json


from traffic_tests import run_of
from visit import GRID, SIZES, shared, visit

# A storm on wide cells and a closed street: fields on cells, streets, buildings, zones and places.
SCENARIO = """fetch('api/v1/runs', { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify({
  scenario: 'A storm on a closed street', changes: [{ 'close-streets': { named: %s } }], models: ['flood', 'exposure', 'access'],
  supposing: [{ rain: { depth: 100, duration: 2 } }, { 'flood-settings': { cell: 40, hours: 2, members: 0 } }] }) }).then((answer) => answer.json())"""

# What each map was painted with: field, values and moment, and how many of its features do not say what they should.
PAINTED = """import(new URL('rooms/map/field.js', document.baseURI)).then(({ picture, TABLES }) => ['second', 'first'].map((side) => {
  const [map, now] = [kembar[side === 'second' ? 'second' : 'map'], picture(side)];
  if (!map || !now) return null;
  const { field, mode, values, turned, directions } = now;
  const about = { name: field.name, mode, moment: field.moment, colours: JSON.stringify(now.scale) };
  if (field.carrier === 'grid') {
    const grid = GRID(map);
    let cells = 0;
    for (let cell = 0; cell < grid.width * grid.height; cell += 1) if (grid.isSeen(cell)) cells += 1;
    return { ...about, right: cells, wrong: 0 };
  }
  const sourceLayer = TABLES[field.carrier];
  let [right, wrong] = [0, 0];
  for (const { id } of map.querySourceFeatures('city', { sourceLayer })) {
    const state = map.getFeatureState({ source: 'city', sourceLayer, id });
    const value = directions ? directions[2 * id] : turned.get(id) ?? values[id];
    if (!Number.isFinite(value) || (value === 0 && field.carrier !== 'zones')) continue;
    if (state.value === value) right += 1; else wrong += 1;
  }
  return { ...about, right, wrong };
}))""".replace("GRID", GRID)

CAMERAS = """['second', 'map'].map((name) => ({ center: kembar[name].getCenter().toArray(), zoom: kembar[name].getZoom(),
  size: [kembar[name].getContainer().clientWidth, kembar[name].getContainer().clientHeight] }))"""


def storm_of(browser, server):
    """The run of the storm, made once."""
    if not hasattr(server, "storm"):
        with shared(browser, server, fragment="lang=en") as page:
            job = page.page.evaluate(SCENARIO % json.dumps(server.street))
            assert "id" in job, job
            for _ in range(600):
                job = page.page.evaluate(f"fetch('api/v1/jobs/{job['id']}').then((answer) => answer.json())")
                if job["state"] in ("done", "failed"):
                    break
                page.page.wait_for_timeout(500)
            assert job["state"] == "done", job
            server.storm = job["run"]
    return server.storm


def traffic(browser, server, more="", field="traffic.flow~scenario", lang="en", theme="light", **options):
    return shared(browser, server, fragment=f"lang={lang}&theme={theme}&r={run_of(browser, server)}&f={field}{more}", **options)


def settled(page):
    """Both maps are at rest with everything loaded, and what each was painted with."""
    page.wait("kembar.second && kembar.second.loaded() && kembar.second.areTilesLoaded() && kembar.map.loaded() && kembar.map.areTilesLoaded()", 60)
    for _ in range(100):
        both = page.page.evaluate(PAINTED)
        if all(one and one["right"] and not one["wrong"] for one in both):
            return both
        page.page.wait_for_timeout(100)
    raise AssertionError(f"not painted as it should be: {both}")


def in_step(page):
    one, other = page.page.evaluate(CAMERAS)
    assert abs(one["zoom"] - other["zoom"]) < 1e-6, (one, other)
    assert all(abs(a - b) < 1e-7 for a, b in zip(one["center"], other["center"])), (one, other)
    assert one["size"][1] == other["size"][1] and abs(one["size"][0] - other["size"][0]) <= 4, (one, other)
    return other


def begin(page, way="swipe"):
    page.there(f"#compare-{way}", 60)
    page.press(f"#compare-{way}")
    page.wait(f"document.documentElement.dataset.compare === {way!r}")
    return settled(page)


def test_two_maps_are_compared_by_a_divider(browser, server, shots):
    with traffic(browser, server, field="traffic.flow") as page:
        second, first = begin(page)
        assert (second["name"], second["mode"]) == ("traffic.flow", "baseline"), second
        assert (first["name"], first["mode"]) == ("traffic.flow", "scenario"), first
        assert second["moment"] == first["moment"] == 8 and second["colours"] == first["colours"], (second, first)
        assert page.page.evaluate("document.querySelectorAll('.legend').length") == 1, "one scale, one legend"
        assert "Baseline" in page.text(".compare-side.second summary") and "Slow main street" in page.text(".compare-side.first summary")
        assert all("08:00" in page.text(f".compare-side.{side} summary") for side in ("first", "second"))
        names = page.page.evaluate("['map', 'second'].map((name) => kembar[name].getCanvas().getAttribute('aria-label'))")
        assert names[0].endswith("right") and names[1].endswith("left"), names
        in_step(page)
        page.page.focus("#compare-at")
        clip = "getComputedStyle(kembar.second.getContainer()).clipPath"
        before = page.page.evaluate(clip)
        for _ in range(5):
            page.page.keyboard.press("ArrowLeft")
        page.wait(f"document.querySelector('#compare-at').value === '45' && {clip} !== {json.dumps(before)}")
        line = page.page.evaluate("(() => { const { left, width } = document.querySelector('.compare-line').getBoundingClientRect(); return left + width / 2; })()")
        page.page.mouse.move(line, 600)
        page.page.mouse.down()
        page.page.mouse.move(line + 200, 610, steps=4)
        page.page.mouse.up()
        page.wait("Number(document.querySelector('#compare-at').value) > 60")
        moved = page.page.evaluate("(() => { const { left, width } = document.querySelector('.compare-line').getBoundingClientRect(); return left + width / 2; })()")
        assert abs(moved - line - 200) < 3, (line, moved)
        page.page.screenshot(path=shots / "compare-swipe.png")
        # The keyboard's way there and back; what was shown before is shown again.
        page.page.keyboard.press("Escape")
        page.wait("!document.documentElement.dataset.compare && !kembar.second && !document.querySelector('#map-second')")
        page.wait("location.hash.includes('f=traffic.flow&') && !location.hash.includes('x=')")
        assert page.page.evaluate("kembar.map.getCanvas().getAttribute('aria-label')") == f"Map of {server.name}"
        page.page.evaluate("document.activeElement?.blur()")
        for way in ("swipe", "side", ""):
            page.page.keyboard.press("c")
            page.wait(f"(document.documentElement.dataset.compare ?? '') === {way!r}")


def test_maps_side_by_side_move_in_step(browser, server, shots):
    with traffic(browser, server) as page:
        page.drawn()
        middle = page.page.evaluate("kembar.map.unproject([842, 400]).toArray()")
        begin(page, "side")
        camera = in_step(page)
        assert all(abs(a - b) < 1e-3 for a, b in zip(camera["center"], middle)), "what was in the middle stays there"
        page.page.mouse.move(600, 400)
        page.page.mouse.down()
        page.page.mouse.move(680, 460, steps=5)
        page.page.mouse.up()
        page.wait(f"Math.abs(kembar.map.getCenter().lng - {camera['center'][0]}) > 1e-4")
        page.page.wait_for_timeout(300)
        dragged = in_step(page)
        page.page.click("button[aria-label='Zoom in']")
        page.wait(f"kembar.second.getZoom() > {dragged['zoom']} + 0.9")
        page.page.wait_for_timeout(300)
        in_step(page)
        settled(page)
        page.page.screenshot(path=shots / "compare-side.png")
        # Water and streets can be picked on either map.
        point = page.page.evaluate("""(() => {
          for (const feature of kembar.second.queryRenderedFeatures({ layers: ['major'] })) {
            for (const place of feature.geometry.coordinates.flat(feature.geometry.type === 'MultiLineString' ? 1 : 0)) {
              const at = kembar.second.project(place), { left } = kembar.second.getContainer().getBoundingClientRect();
              if (document.elementFromPoint(at.x + left, at.y) === kembar.second.getCanvas()) return [at.x + left, at.y];
            }
          }
        })()""")
        page.page.mouse.click(*point)
        page.there(".selection")
        for name in ("map", "second"):
            page.wait(f"kembar.{name}.querySourceFeatures('selection').length > 0")
        # A reader's own file lies on both, and goes from both.
        own = "Promise.all([import('/core/fetched.js').then(({ bring }) => bring('own')), import('/rooms/own/own.js')]).then(([, own]) => own)"
        page.page.evaluate(f"{own}.then(({{ take }}) => take([new File(['lat,lon\\n3.9,100'], 'own.csv')]))")
        page.wait("['map', 'second'].every((name) => kembar[name].getLayer('own-1-point'))")
        page.page.evaluate(f"{own}.then(({{ own, removeOwn }}) => removeOwn(own.layers[0].id))")
        page.wait("['map', 'second'].every((name) => !kembar[name].getSource('own-1'))")


def test_each_side_has_its_own_field_values_and_moment(browser, server, shots):
    with traffic(browser, server) as page:
        begin(page)
        page.page.click(".compare-side.second summary")
        page.page.focus("#time")
        page.page.keyboard.press("ArrowRight")
        page.wait("['first', 'second'].every((side) => document.querySelector(`.compare-side.${side} summary`).textContent.includes('09:00'))")
        page.page.click("#compare-same")
        page.there("#compare-moment")
        page.page.focus("#compare-moment")
        for _ in range(3):
            page.page.keyboard.press("ArrowLeft")
        page.wait("document.querySelector('.compare-side.second summary').textContent.includes('06:00')")
        second, first = settled(page)
        assert (second["moment"], first["moment"]) == (6, 9) and second["colours"] == first["colours"], (second, first)
        page.page.select_option("#compare-field-second", "traffic.speed")
        page.wait("document.querySelectorAll('.legend').length === 2")
        page.page.click(".compare-side.second .segmented button:nth-child(2)")
        page.wait("document.querySelector('.compare-side.second h2').textContent.includes('Slow main street')")
        second, first = settled(page)
        assert (second["name"], second["mode"], second["moment"]) == ("traffic.speed", "scenario", 6), second
        assert (first["name"], first["mode"], first["moment"]) == ("traffic.flow", "scenario", 9), first
        page.page.click(".compare-side.first summary")
        page.page.click(".compare-side.first .segmented button:nth-child(3)")
        page.wait("document.querySelector('.compare-side.first h2').textContent.includes('Change')")
        assert settled(page)[1]["mode"] == "change"
        page.page.screenshot(path=shots / "compare-states.png")
        found = page.barriers()
        assert not found, found
        page.wait("location.hash.includes('x=swipe:0.5:scenario:traffic.speed:21600000')")
        address = page.page.url.split("#v=1&")[1]
    with visit(browser, server, fragment=address.replace("x=swipe:0.5", "x=side:0.3")) as page:
        second, first = settled(page)
        assert (second["name"], second["mode"], second["moment"]) == ("traffic.speed", "scenario", 6), second
        assert (first["name"], first["mode"], first["moment"]) == ("traffic.flow", "change", 9), first
        in_step(page)
        camera = page.page.evaluate("location.hash").split("c=")[1].split("&")[0]
        assert camera == address.split("c=")[1].split("&")[0], "the address says where to look"
    # What is no way of comparing is left out.
    with traffic(browser, server, more="&x=both:7") as page:
        page.there(".legend", 60)
        assert not page.page.evaluate("document.documentElement.dataset.compare")


def test_every_kind_of_field_is_compared(browser, server, shots):
    run = storm_of(browser, server)
    with visit(browser, server, fragment=f"lang=en&theme=light&r={run}") as page:
        page.there("#field", 60)
        fields = page.page.evaluate(f"fetch('api/v1/runs/{run}').then((answer) => answer.json()).then((answer) => answer.fields)")
        carriers = {}
        for one in fields:
            if one["carrier"] != "trips" and one.get("palette") != "change" and (one["carrier"] not in carriers or (one.get("high") or 0) > (carriers[one["carrier"]].get("high") or 0)):
                carriers[one["carrier"]] = one
        assert {"grid", "links", "zones", "buildings"} <= set(carriers), set(carriers)
        begin(page)
        for carrier, one in carriers.items():
            page.page.select_option("#field", one["name"])
            page.wait(f"location.hash.includes('f={one['name']}')")
            page.wait(f"document.querySelector('#field').value === {one['name']!r}")
            if carrier in ("buildings", "places"):
                page.page.evaluate("kembar.map.setZoom(14)")
            second, first = settled(page)
            assert second["name"] == first["name"] == one["name"], (carrier, second, first)
            page.page.screenshot(path=shots / f"compare-{carrier}.png")
        # The field is taken off the map, and with it the second map.
        page.page.click(".legend [aria-label='Take off the map']")
        page.wait("!kembar.second && !document.querySelector('#compare-swipe')")


def test_values_before_and_after_lead_to_their_places(browser, server, shots):
    for size in SIZES:
        with traffic(browser, server, field="traffic.delay~change", size=size) as page:
            page.there(".before summary", 60)
            if size == "phone":
                page.page.evaluate("document.querySelector('.handle').click()")
            page.page.focus(".before summary")
            page.page.keyboard.press("Enter")
            page.there(".before tbody tr")
            page.wait("[...document.querySelectorAll('.before tbody .link')].every((one) => one.textContent.includes('bound'))")
            rows = page.page.evaluate("[...document.querySelectorAll('.before tbody tr')].map((one) => [...one.querySelectorAll('td')].map((cell) => parseFloat(cell.textContent.replace(/[,+]/g, ''))))")
            assert 1 <= len(rows) <= 10, rows
            assert all(abs(after - before - change) < 0.02 for before, after, change in rows), rows
            assert [abs(one[2]) for one in rows] == sorted((abs(one[2]) for one in rows), reverse=True), rows
            page.there(".before .chart-box canvas")
            dots = int(page.page.evaluate("document.querySelector('.before .chart-box').getAttribute('aria-valuemax')")) + 1
            assert dots > len(rows), dots
            said = page.page.evaluate("document.querySelector('.before .chart-box').getAttribute('aria-label')")
            assert "rise" in said, said
            page.page.evaluate("document.querySelector('.before').scrollIntoView()")
            page.page.screenshot(path=shots / f"before-{size}.png")
            found = page.barriers()
            assert not found, found
            before = page.page.evaluate("kembar.map.getZoom()")
            page.page.click(".before tbody tr:first-child .link")
            page.there(".selection")
            page.wait(f"kembar.map.getZoom() > {before}")


def test_cells_before_and_after_lead_to_the_water(browser, server, shots):
    run = storm_of(browser, server)
    pairs = """import(new URL('rooms/compare/pairs.js', document.baseURI)).then(({ pairsOf, summary }) => {
      const field = { carrier: 'grid', palette: 'depth', baseline: [NaN, 1, 2, NaN], scenario: [NaN, 1, NaN, 0.5] };
      const pairs = pairsOf(field);
      return [pairs, summary(pairs)];
    })"""
    with visit(browser, server, fragment=f"lang=en&theme=light&r={run}") as page:
        page.there("#field", 60)
        found, told = page.page.evaluate(pairs)
        assert (found["rows"], found["before"], found["after"]) == ([1, 2, 3], [1, 2, 0], [1, 0, 0.5]), found
        assert (told["more"], told["less"], told["greatest"]) == (1, 1, [1, 2]), told
        page.there(".before summary", 60)
        page.page.click(".before summary")
        page.wait("document.querySelector('.before p')")
        # What is listed of cells leads to the very cell.
        wrong = page.page.evaluate("""Promise.all([import(new URL('rooms/map/quad.js', document.baseURI)), import(new URL('core/store.js', document.baseURI))]).then(([quad, { store }]) => {
          const { about } = store.field;
          let wrong = 0;
          for (let cell = 0; cell < about.columns * about.rows; cell += 7) if (quad.cellAt(about, quad.middleOf(about, cell)) !== cell) wrong += 1;
          return wrong;
        })""")
        assert wrong == 0, wrong


def test_a_phone_compares_one_map_above_the_other(browser, server, shots):
    with traffic(browser, server, size="phone") as page:
        begin(page, "side")
        in_step(page)
        tops = page.page.evaluate("['second', 'map'].map((name) => kembar[name].getContainer().getBoundingClientRect().top)")
        assert tops[0] == 0 and tops[1] > 300, tops
        names = page.page.evaluate("['map', 'second'].map((name) => kembar[name].getCanvas().getAttribute('aria-label'))")
        assert names[0].endswith("lower") and names[1].endswith("upper"), names
        page.there(".legend li")
        page.page.screenshot(path=shots / "compare-phone-side.png")
        begin(page, "swipe")
        # The handle follows a finger.
        box = page.page.evaluate("(() => { const { left, top, height } = document.querySelector('.compare-line').getBoundingClientRect(); const at = document.querySelector('#compare-at').getBoundingClientRect(); return [left + 14, at.top + at.height / 2]; })()")
        finger = page.context.new_cdp_session(page.page)
        finger.send("Input.dispatchTouchEvent", {"type": "touchStart", "touchPoints": [{"x": box[0], "y": box[1]}]})
        for step in range(1, 6):
            finger.send("Input.dispatchTouchEvent", {"type": "touchMove", "touchPoints": [{"x": box[0] - 20 * step, "y": box[1]}]})
        finger.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
        page.wait("Number(document.querySelector('#compare-at').value) < 30")
        page.page.screenshot(path=shots / "compare-phone-swipe.png")


def test_accessibility_has_nothing_to_say_of_comparing(browser, server, shots):
    found = []
    for size, theme, lang, way in (("wide", "dark", "ms", "swipe"), ("phone", "light", "ta", "swipe"), ("phone", "dark", "zh", "side"), ("wide", "light", "ta", "side")):
        with traffic(browser, server, more=f"&x={way}", size=size, theme=theme, lang=lang) as page:
            settled(page)
            page.page.screenshot(path=shots / f"compare-{way}-{size}-{theme}.png")
            found += [f"{size} {theme} {way}: {one}" for one in page.barriers()]
            page.page.click(".compare-side.second summary")
            page.there(".compare-side.second[open] .segmented")
            words = page.page.evaluate("document.querySelector('.compare').innerText")
            assert "compare." not in words and "shown." not in words, (lang, words)
            page.page.screenshot(path=shots / f"compare-{way}-{size}-{theme}-open.png")
            found += [f"{size} {theme} {way} open: {one}" for one in page.barriers()]
            low = page.page.evaluate("""[...document.querySelectorAll('.compare summary, .compare button, .compare select, .map-buttons button')]
              .filter((one) => one.getBoundingClientRect().height && one.getBoundingClientRect().height < 32).map((one) => one.outerHTML.slice(0, 80))""")
            assert not low, low
    assert not found, "\n      ".join(sorted(set(found)))


def test_without_webgl_nothing_is_offered_to_compare(browser, server, shots):
    stop = "HTMLCanvasElement.prototype.getContext = new Proxy(HTMLCanvasElement.prototype.getContext, { apply: (get, it, [kind, ...more]) => kind.startsWith('webgl') ? null : Reflect.apply(get, it, [kind, ...more]) })"
    run = run_of(browser, server)
    with visit(browser, server, fragment=f"lang=en&r={run}&f=traffic.flow&x=swipe", before=lambda page: page.add_init_script(stop), expected=("WebGL", "webgl")) as page:
        page.there("#field", 60)
        page.page.wait_for_timeout(300)
        assert not page.page.evaluate("!!document.querySelector('#compare-swipe, .compare, #map-second')")
    # A second map that cannot be made leaves the first as it is.
    with traffic(browser, server, expected=("WebGL", "webgl")) as page:
        page.there("#compare-swipe", 60)
        page.page.evaluate(f"window.own = HTMLCanvasElement.prototype.getContext; void ({stop})")
        page.page.click("#compare-swipe")
        page.wait("document.querySelector('[aria-live=polite]').textContent.includes('no room')")
        assert not page.page.evaluate("!!document.querySelector('.compare, #map-second') || !!kembar.second")
        page.page.evaluate("void (HTMLCanvasElement.prototype.getContext = window.own)")
