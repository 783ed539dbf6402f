"""Vehicle counts on the page: typed, pasted, shown on the map, taken away, and checked; by pointer and by keyboard, wide and on a phone."""

import contextlib
import json
import re


from visit import SIZES, visit

# A point of the screen where a street lies that nothing covers.
STREET = """(() => {
  const { map } = kembar;
  const box = map.getCanvas().getBoundingClientRect();
  for (const one of map.queryRenderedFeatures({ layers: ['major', 'middle'] })) {
    const line = one.geometry.type === 'MultiLineString' ? one.geometry.coordinates[0] : one.geometry.coordinates;
    const at = map.project(line[line.length >> 1]);
    const [x, y] = [at.x + box.left, at.y + box.top];
    if (x > 0 && y > 0 && x < innerWidth && y < innerHeight && document.elementFromPoint(x, y) === map.getCanvas()) return [x, y];
  }
  return null;
})()"""
OVERFLOW = "document.querySelector('#panel-body').scrollWidth - document.querySelector('#panel-body').clientWidth"


def fetched(page, path):
    return json.loads(page.page.evaluate(f"fetch('api/v1/{path}').then((answer) => answer.text())"))


def clean(server):
    for path in ("observations/counts.csv", "runs/check-counts.json"):
        (server.city / path).unlink(missing_ok=True)


@contextlib.contextmanager
def counting(browser, server, **options):
    """A visit to the city's panel, whose counts are gone afterwards."""
    try:
        with visit(browser, server, fragment=options.pop("fragment", "lang=en&p=city"), **options) as page:
            page.there(".counts .button")
            page.drawn()
            yield page
    finally:
        clean(server)


def looked_at(page, shots, name):
    found = page.barriers()
    assert not found, found
    assert page.page.evaluate(OVERFLOW) <= 0, f"{name} is wider than its panel"
    page.page.screenshot(path=shots / f"{name}.png")


def rows_of(page, count):
    """Lines of a sheet: one hour of as many pieces of street as are wanted, of several streets."""
    digest = fetched(page, "city")["digest"]
    keys = []
    for row in range(0, 400, 3):
        feature = fetched(page, f"rows/streets/{row}?city={digest}")
        if "car" in feature["properties"]["forward"]["access"]:
            keys.append(feature["properties"]["key"])
        if len(keys) == count:
            return [f"{key}\tforward\t07:00\t08:00\t{30 + 7 * place}" for place, key in enumerate(keys)]
    raise AssertionError("too few streets")


def test_a_count_is_typed_at_a_street_of_the_map(browser, server, shots):
    for size in SIZES:
        with counting(browser, server, size=size, expected=("422",)) as page:
            page.page.click("text=Type a count")
            page.wait("document.activeElement.id === 'count-place'")
            page.page.click("text=Keep the count")
            page.wait("document.querySelector('#count-place-complaint')")
            page.page.click(".counts >> text=Pick the street on the map")
            page.wait("document.querySelector('.picking')?.textContent.includes('street')")
            page.drawn()
            at = page.wait(STREET)
            page.page.mouse.click(*at)
            page.wait("document.querySelector('#count-place').value !== ''")
            options = page.page.evaluate("[...document.querySelectorAll('#count-direction option')].map((one) => one.textContent)")
            assert any("bound" in one for one in options) and len(options) <= 3, options
            assert not page.page.evaluate("!!document.querySelector('#count-side')"), "a piece that was picked needs no side road"
            page.page.click("text=Keep the count")
            page.wait("document.querySelector('#count-count-complaint')")
            page.page.fill("#count-count", "-4")
            page.page.click("text=Keep the count")
            page.wait("document.querySelector('#count-count-complaint')?.textContent.includes('-4')")
            looked_at(page, shots, f"counts-typed-{size}")
            page.page.fill("#count-count", "40")
            page.page.fill("#count-date", "2199-01-01")
            page.page.click("text=Keep the count")
            page.wait("document.querySelector('#count-date-complaint')?.textContent.includes('still to come')")
            page.page.fill("#count-date", "")
            page.page.click("text=Keep the count")
            page.wait("document.querySelector('.counts [role=status]')")
            # The form waits for the next hour of the same street.
            page.wait("document.querySelector('#count-time').value === '08:00' && document.querySelector('#count-count').value === ''")
            page.wait("document.activeElement.id === 'count-count'")
            page.page.keyboard.type("52")
            page.page.keyboard.press("Enter")
            page.wait("document.querySelector('#count-time').value === '09:00'")
            items = fetched(page, "counts")["items"]
            assert [(one["from"], one["vehicles"]) for one in items] == [("07:00", {"car": 40}), ("08:00", {"car": 52})], items
            page.wait("kembar.map.querySourceFeatures('marks').some((one) => one.properties.count === 52)")
            page.page.click(".counts >> text=Close")
            page.page.focus(".counted summary")
            page.page.keyboard.press("Enter")
            page.there(".counted details[open] tbody tr")
            page.page.focus(".counted tbody tr:first-child .icon-button")
            page.page.keyboard.press("Enter")
            page.wait("document.querySelectorAll('.counted tbody tr').length === 1")
            assert len(fetched(page, "counts")["items"]) == 1
            looked_at(page, shots, f"counts-list-{size}")


def test_counts_are_pasted_out_of_a_sheet(browser, server, shots):
    for size in SIZES:
        with counting(browser, server, size=size, expected=("422",)) as page:
            lines = ["Jalan\tHala\tDari\tHingga\tKereta", *rows_of(page, 3), "Nowhere Street\t\t07:00\t08:00\t9"]
            page.page.click(".counts >> text=Paste from a sheet")
            page.page.click("text=Add these rows")
            page.wait("document.querySelector('#count-pasted-complaint')")
            page.page.fill("#count-pasted", "Jalan\tDari\n")
            page.page.click("text=Add these rows")
            page.wait("document.querySelector('#count-pasted-complaint')?.textContent.includes('no field')")
            page.page.fill("#count-pasted", "\n".join(lines))
            looked_at(page, shots, f"counts-paste-{size}")
            page.page.click("text=Add these rows")
            page.wait("document.querySelector('.counts [role=status]')?.textContent.includes('3 rows added')")
            page.wait("document.querySelector('.counts').textContent.includes('Nowhere Street')")
            # The list is asked for anew once the rows are in.
            page.wait("document.querySelectorAll('.counted details').length === 3")
            assert len(fetched(page, "counts")["items"]) == 3


def test_counts_are_checked_and_the_town_stands_first(browser, server, shots):
    for size, lang in (("wide", "en"), ("phone", "ms")):
        with counting(browser, server, size=size, fragment=f"lang={lang}&p=city") as page:
            assert not page.page.evaluate("!!document.querySelector('.count-check')"), "nothing was counted yet"
            text = "\n".join(["street\tdirection\tfrom\tto\ttotal", *rows_of(page, 9)])
            page.page.evaluate(
                "(text) => fetch('api/v1/counts/pasted', { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify({ text }) })", text)
            page.page.reload()
            page.there(".count-check .button.main")
            page.page.focus(".count-check .button.main")
            page.page.keyboard.press("Enter")
            page.there(".count-check .scores", 120)
            assert page.page.evaluate("document.querySelectorAll('.count-check .scores tbody tr').length") == 4
            page.page.evaluate("document.querySelector('.count-check details').open = true")
            assert page.page.evaluate("document.querySelectorAll('.count-check .indicators tbody tr').length") == 9
            check = fetched(page, "counts/check")["check"]
            assert check["hours"] == 9 and check["streets"] == 9 and not check["isOld"], check
            page.wait("document.querySelector('.verdicts li').textContent.includes('as were counted')")
            words = page.page.evaluate("document.querySelector('#panel-body').innerText")
            raw = re.findall(r"(?:counts|countcheck|compass)\.\w+", words)
            assert not raw, raw
            page.page.evaluate("document.querySelector('.count-check').scrollIntoView()")
            looked_at(page, shots, f"counts-check-{size}")
            # A count that is taken away makes the check an old one.
            page.page.evaluate("fetch('api/v1/counts').then((answer) => answer.json()).then((all) => fetch(`api/v1/counts/${all.items[0].id}`, { method: 'DELETE' }))")
            page.wait("document.querySelector('.count-check')")
            page.page.reload()
            page.there(".count-check .closed-note")


def test_counts_that_cannot_be_read_say_so_and_are_asked_for_again(browser, server, shots):
    failing = [True]

    def broken(page):
        page.route("**/api/v1/counts", lambda route: route.fulfill(
            status=422, content_type="application/problem+json", body=json.dumps({"detail": "The sheet is no text."})) if failing else route.continue_())

    with visit(browser, server, fragment="lang=en&p=city", expected=("422",), before=broken) as page:
        page.wait("document.querySelector('.counts .note.bad')?.textContent.includes('The sheet is no text.')")
        failing.clear()
        page.page.click(".counts .note.bad .button")
        page.wait("document.querySelector('.counts').textContent.includes('No count yet')")
