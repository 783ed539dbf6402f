"""Traffic on the page: drawn by flow and direction, moved through the hours, its trips, worst places, streets' days and junctions."""

import json


from visit import SIZES, shared, visit

SCENARIO = """fetch('api/v1/runs', { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify({
  scenario: 'Slow main street', supposing: [{ demand: { factor: 0.2 } }],
  changes: [{ 'speed-limit': { named: %s, speed: 10 } }], models: ['traffic'] }) }).then((answer) => answer.json())"""

# How many streets have a state for each of their directions.
STATES = """(() => {
  let [ahead, back] = [0, 0];
  for (const one of kembar.map.querySourceFeatures('city', { sourceLayer: 'streets' })) {
    const state = kembar.map.getFeatureState({ source: 'city', sourceLayer: 'streets', id: one.id });
    if (Number.isFinite(state.value)) ahead += 1;
    if (Number.isFinite(state.back)) back += 1;
  }
  return { ahead, back };
})()"""
WIDTH = "JSON.stringify(kembar.map.getPaintProperty('field-links', 'line-width'))"
MEASURES = {"volume": 400, "delay": 12, "queue": 30, "ratio": 0.4, "level": 2}


def run_of(browser, server):
    """The run of a fifth of the town's trips on a slow main street, made once."""
    if not hasattr(server, "traffic"):
        with shared(browser, server, fragment="lang=en") as page:
            job = page.page.evaluate(SCENARIO % json.dumps(server.street))
            assert "id" in job, job
            for _ in range(600):
                job = page.page.evaluate(f"fetch('api/v1/jobs/{job['id']}').then((answer) => answer.json())")
                if job["state"] in ("done", "failed"):
                    break
                page.page.wait_for_timeout(500)
            assert job["state"] == "done", job
            server.traffic = job["run"]
    return server.traffic


def traffic(browser, server, field="traffic.flow~scenario", lang="en", theme="light", **options):
    return shared(browser, server, fragment=f"lang={lang}&theme={theme}&r={run_of(browser, server)}&f={field}", **options)


def a_street(page):
    """The first of the worst places; its day is shown."""
    page.there(".worst tbody .link", 60)
    page.page.click(".worst tbody tr:first-child .link")
    page.there(".day .chart path", 60)


def test_traffic_is_drawn_by_direction_and_as_wide_as_it_flows(browser, server, shots):
    with traffic(browser, server) as page:
        page.there(".time input", 60)
        page.drawn()
        states = page.wait(f"(() => {{ const all = {STATES}; return all.ahead && all.back ? all : null; }})()")
        assert states["ahead"] > 5 and states["back"] > 5, states
        assert '"step"' in page.page.evaluate(WIDTH), "the more, the wider"
        offsets = page.page.evaluate("['field-links', 'field-links-back'].map((id) => kembar.map.getPaintProperty(id, 'line-offset')[4][1])")
        assert offsets[0] < 0 < offsets[1], "on the left one drives on the left of the line"
        assert page.page.evaluate("document.querySelector('#time').max") == "23"
        assert "08:00" in page.text(".time-now"), "the morning comes first"
        page.page.screenshot(path=shots / "traffic-flow.png")
        for name in ("traffic.speed", "traffic.delay", "traffic.queue"):
            page.page.select_option("#field", name)
            for mode in (1, 2, 3):
                page.page.click(f"#field ~ .segmented button:nth-child({mode})")
                page.wait(f"location.hash.includes('f={name}')")
                page.there(".legend li")
            assert '"step"' not in page.page.evaluate(WIDTH), name


def test_the_hours_of_traffic_pass(browser, server, shots):
    with traffic(browser, server) as page:
        page.there(".worst tbody tr", 60)
        page.drawn()
        morning, places = page.page.evaluate(STATES), page.text(".worst")
        page.page.focus("#time")
        page.page.keyboard.press("Home")
        page.wait("document.querySelector('.time-now').textContent.includes('00:00')")
        page.wait("document.querySelector('.worst').textContent.includes('00:00')")
        assert page.text(".worst") != places
        page.wait(f"(() => {{ const now = {STATES}; return now.ahead < {morning['ahead']}; }})()")


def test_single_trips_are_compared_beside_the_map(browser, server, shots):
    with traffic(browser, server) as page:
        page.there(".trips-scatter canvas", 60)
        assert not page.page.evaluate("[...document.querySelectorAll('#field option')].some((one) => one.value === 'traffic.trips')")
        said = page.page.evaluate("document.querySelector('.trips-histogram .chart-box').getAttribute('aria-label')")
        assert "Half the trips take less than" in said, said
        assert page.page.evaluate("document.querySelector('.trips-histogram .chart-box').getAttribute('aria-valuemax')") == "11"
        page.page.focus(".trips-scatter summary")
        page.page.keyboard.press("Enter")
        page.there(".trips-scatter details[open] tbody tr")
        shares = page.page.evaluate("[...document.querySelectorAll('.trips-histogram tbody td:last-child')].map((one) => parseFloat(one.textContent))")
        assert abs(sum(shares) - 100) < 1, shares
    # Trips that differ in number are not compared one by one.
    def fewer(page):
        def cut(route):
            route.fulfill(body=route.fetch().body()[:-40], content_type="application/octet-stream")
        page.route("**/fields/traffic.trips.bin*", lambda route: cut(route) if not seen and not seen.append(1) else route.continue_())
    seen = []
    with visit(browser, server, fragment=f"lang=en&theme=light&r={run_of(browser, server)}&f=traffic.flow~scenario", before=fewer) as page:
        page.there(".trips-histogram path", 60)
        assert not page.page.evaluate("!!document.querySelector('.trips-scatter')")
        assert "other trips" in page.text(".trips")


def test_the_ten_worst_places_lead_to_their_streets(browser, server, shots):
    for size in SIZES:
        with traffic(browser, server, size=size) as page:
            page.there(".worst tbody tr", 60)
            rows = page.page.evaluate("[...document.querySelectorAll('.worst tbody tr')].map((one) => one.textContent)")
            assert 1 <= len(rows) <= 10 and all("bound" in row for row in rows), rows
            lost = page.page.evaluate("[...document.querySelectorAll('.worst tbody td:nth-child(3)')].map((one) => parseFloat(one.textContent))")
            assert lost == sorted(lost, reverse=True), lost
            before = page.page.evaluate("kembar.map.getZoom()")
            a_street(page)
            page.wait(f"kembar.map.getZoom() > {before}")


def test_a_street_tells_its_day_in_both_directions(browser, server, shots):
    for size in SIZES:
        with traffic(browser, server, size=size) as page:
            a_street(page)
            charts = page.page.evaluate("document.querySelectorAll('.day .chart').length")
            assert 1 <= charts <= 2, charts
            page.wait("[...document.querySelectorAll('.day .chart-box')].every((one) => one.dataset.series === 'baseline scenario')")
            assert page.page.evaluate("document.querySelectorAll('.day > table tbody tr').length") == 4
            for measure in ("Speed", "Delay", "Queue"):
                page.page.focus(f".day .segmented button:has-text('{measure}')")
                page.page.keyboard.press("Enter")
                page.wait(f"document.querySelector('.day .segmented [aria-pressed=true]').textContent === '{measure}'")
            page.page.evaluate("document.querySelectorAll('.day details').forEach((one) => { one.open = true; })")
            assert page.page.evaluate("document.querySelectorAll('.day .chart:last-of-type tbody tr').length") % 24 == 0
            assert not page.page.evaluate("!!document.querySelector('.probe')"), "one card tells it"
            page.page.screenshot(path=shots / f"traffic-day-{size}.png")


def with_junctions(server):
    """Adds to the run's answer what is told of two junctions around a site."""
    rows = [("trips", "", 2300), ("stated-trips", "", 1500)]
    for day in ("weekday", "saturday"):
        rows += [(f"{day}.junctions", "", 12), (f"{day}.junctions-worse", "", 3)]
        for place in ("made-up/node/1", "made-up/node/2"):
            for step, side in enumerate(("before", "after", "stated", "mitigated")):
                rows += [(f"{day}.{measure}.{side}", place, value + step) for measure, value in MEASURES.items()]

    def document(row):
        name, place, value = row
        street = server.street if place.endswith("1") else None
        why = f"Mean delay of those who enter, {street or 'the junction'}, 17:00 on a weekday, before (traffic 1)"
        return {"id": f"traffic.site.{name}", "place": place, "placeName": street, "value": value, "unit": "", "better": "less", "why": why}

    def answer(route):
        found = route.fetch().json()
        route.fulfill(json={**found, "rows": found["rows"] + [document(row) for row in rows]})

    return lambda page: page.route(f"**/api/v1/runs/{server.traffic}", answer)


def test_junctions_around_a_site_stand_side_by_side(browser, server, shots):
    run_of(browser, server)
    for size in SIZES:
        with traffic(browser, server, size=size, before=with_junctions(server)) as page:
            page.there(".junctions table", 60)
            heads = page.page.evaluate("[...document.querySelectorAll('.junctions thead th')].map((one) => one.textContent)")
            assert heads[1:] == ["before", "after", "by the applicant's trips", "with mitigation"], heads
            levels = page.page.evaluate("[...document.querySelectorAll('.junctions tbody:nth-of-type(1) .service')].map((one) => one.textContent)")
            assert levels == ["B", "C", "D", "E"], levels
            assert "parts from ours" in page.text(".junctions") and "2,300" in page.text(".junctions")
            page.page.click(".junctions .segmented button:nth-child(2)")
            page.wait("document.querySelector('.junctions .segmented [aria-pressed=true]').textContent.includes('Saturday')")
            assert not page.page.evaluate("[...document.querySelectorAll('.indicators th')].some((one) => one.textContent.includes('traffic.site.weekday.delay'))")
            found = page.barriers()
            assert not found, found
            page.page.evaluate("document.querySelector('.junctions').scrollIntoView()")
            page.page.screenshot(path=shots / f"traffic-junctions-{size}.png")


def test_buses_are_told_by_line_the_most_delayed_first(browser, server, shots):
    for size in SIZES:
        with traffic(browser, server, size=size) as page:
            page.there(".buses summary", 60)
            assert not page.page.evaluate("[...document.querySelectorAll('.indicators th')].some((one) => one.textContent.includes('of this line'))")
            page.page.click(".buses summary")
            page.there(".buses tbody tr")
            names = page.page.evaluate("[...document.querySelectorAll('.buses tbody th')].map((one) => one.textContent)")
            assert names and all(":" in one and "/" not in one for one in names), names
            later = page.page.evaluate("""(() => {
              const minutes = (text) => parseFloat(text.replace('−', '-').replace('±', '').replace('<', ''));
              return [...document.querySelectorAll('.buses tbody tr')].map((one) => minutes(one.children[2].textContent) - minutes(one.children[1].textContent));
            })()""")
            assert all(a >= b - 0.21 for a, b in zip(later, later[1:])), later
            found = page.barriers()
            assert not found, found
            page.page.evaluate("document.querySelector('.buses').scrollIntoView()")
            page.page.screenshot(path=shots / f"traffic-buses-{size}.png")


def test_a_model_tells_how_it_knows(browser, server, shots):
    for size in SIZES:
        with traffic(browser, server, size=size) as page:
            page.there(".how .link", 60)
            page.page.click(".how .link >> text=Traffic")
            page.there("#card-traffic[open]")
            card = page.text("#card-traffic")
            for word in ("Measured", "What it leaves out", "Sources", "SUMO", "Version"):
                assert word in card, (word, card)
            assert page.page.evaluate("document.querySelectorAll('.model-cards details[open]').length") == 1
            page.page.click("#card-access summary")
            page.there("#card-access[open]")
            found = page.barriers()
            assert not found, found
            page.page.evaluate("document.querySelector('#card-traffic').scrollIntoView()")
            page.page.screenshot(path=shots / f"model-card-{size}.png")


def test_changes_of_traffic_are_made_by_their_forms(browser, server, shots):
    with shared(browser, server, fragment="lang=en", expected=("422",)) as page:
        page.page.click(".button.main:has-text('New scenario')")
        for keyword in ("lanes", "one-way", "ban-turn", "signal-plan", "demand", "close-streets"):
            page.page.select_option("#form-change", keyword)
            page.there("form .button.main")
            labels = page.page.evaluate("[...document.querySelectorAll('form .field > label')].map((one) => one.textContent.trim())")
            assert labels and all(one[0].isupper() for one in labels), (keyword, labels)
        page.page.fill("#form-named", server.street)
        page.page.fill("#form-from", "7")
        page.page.fill("#form-until", "9")
        assert "h" in page.page.evaluate("document.querySelector('#form-from').nextElementSibling.textContent")
        page.page.click("form .button.main")
        page.wait("document.querySelectorAll('.part.changes .changes li').length === 1")
        page.page.select_option("#form-change", "demand")
        page.page.fill("#form-factor", "20")
        page.page.click("form .button.main")
        page.wait("document.querySelector('#form-factor-complaint')")
        page.page.fill("#form-factor", "1.2")
        page.page.click("form .button.main")
        page.wait("document.querySelectorAll('.part.changes .changes li').length === 2")
        page.page.select_option("#form-change", "one-way")
        page.page.fill("#form-named", server.street)
        page.page.select_option("#form-towards", "east")
        page.page.click("form .button.main")
        page.wait("document.querySelectorAll('.part.changes .changes li').length === 3")
        summary = page.text(".part.changes .changes")
        assert "From 7 h" in summary and "Factor 1.2" in summary and "east" in summary, summary
        page.page.select_option("#form-change", "ban-turn")
        assert page.page.evaluate("document.querySelector('#form-from').tagName") == "INPUT", "one street, not a list"
        page.page.screenshot(path=shots / "traffic-forms.png")


def test_accessibility_has_nothing_to_say_of_traffic(browser, server, shots):
    found = []
    for size, theme, lang in (("wide", "dark", "ms"), ("phone", "light", "ta")):
        with traffic(browser, server, field="traffic.speed~scenario", size=size, theme=theme, lang=lang) as page:
            page.there(".trips-histogram path", 60)
            a_street(page)
            page.drawn()
            page.page.screenshot(path=shots / f"traffic-{size}-{theme}.png")
            page.page.evaluate("document.querySelectorAll('details').forEach((one) => { one.open = true; })")
            words = page.page.evaluate("document.querySelector('#panel-body').innerText")
            raw = [key for key in ("traffic.", "compass.", "trips.", "day.", "worst.") for word in words.split() if word.startswith(key)]
            assert not raw, (lang, raw)
            wide = page.page.evaluate("document.querySelector('#panel-body').scrollWidth - document.querySelector('#panel-body').clientWidth")
            assert wide <= 0, (size, lang, wide)
            found += [f"{size} {theme}: {one}" for one in page.barriers()]
    assert not found, "\n      ".join(sorted(set(found)))


def with_chance(server):
    """Two numbers that grow, of which chance alone may have made the first."""
    bounds = {"traffic.delay-hours": (-1, 3), "traffic.fuel": (1, 3)}

    def answer(route):
        found = route.fetch().json()
        for row in found["rows"]:
            if row["id"] in bounds and not row["place"]:
                row["baseline"], row["value"] = 10, 12
                row["differenceLow"], row["differenceHigh"] = bounds[row["id"]]
        route.fulfill(json=found)

    return lambda page: page.route(f"**/api/v1/runs/{server.traffic}", answer)


def test_a_difference_that_may_be_chance_is_called_so(browser, server, shots):
    run_of(browser, server)
    for size in SIZES:
        with traffic(browser, server, size=size, before=with_chance(server)) as page:
            page.there(".indicators tbody tr", 60)
            cells = page.page.evaluate("[...document.querySelectorAll('.indicators td.delta')].map((one) => one.innerText)")
            # Others of the run may be within chance too.
            made = [one for one in cells if "-1 – +3" in one]
            assert len(made) == 1 and "+2" in made[0] and "within chance" in made[0], cells
            assert any("worse" in one and "+1 – +3" in one and "within" not in one for one in cells), cells
            found = page.barriers()
            assert not found, found
            page.page.evaluate("[...document.querySelectorAll('.indicators td.delta')].find((one) => one.innerText.includes('-1 – +3')).scrollIntoView({block: 'center'})")
            page.page.screenshot(path=shots / f"traffic-chance-{size}.png")
