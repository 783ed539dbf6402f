"""The frame of the page: rooms and tools, one timeline for what is live and for what is supposed, and the one click from a number to its origin."""


import time

from live_tests import HOUR, forget, looked_at, town_of
from visit import visit

ZONE = "document.querySelector('.time')?.dataset.zone"
#: Moves the handle to moments of the run that are at hand; milliseconds to the new picture, those to what is to be drawn, and those a bare repaint takes.
SCRUB = """(async () => {
  const { store } = await import('/core/store.js');
  const { nextTick, watch } = await import('/vendor/vue.js');
  const input = document.getElementById('time'), first = Number(input.max) - store.field.times.length + 1;
  const rest = (ms) => new Promise((resolve) => { setTimeout(resolve, ms); });
  const rendered = () => new Promise((resolve) => { kembar.map.once('render', resolve); });
  const to = async (moment) => {
    const began = performance.now();
    let painted = 0;
    const stop = watch(() => store.field, async () => { await nextTick(); painted = performance.now() - began; });
    input.value = first + moment;
    input.dispatchEvent(new Event('input', { bubbles: true }));
    do await rendered(); while (store.field.moment !== moment);
    stop();
    return [performance.now() - began, painted];
  };
  for (let moment = 0; moment < store.field.times.length; moment++) await to(moment);
  await rest(800);
  const scrubs = [], bare = [];
  for (const moment of [3, 20, 11, 5, 17, 8, 22]) {
    scrubs.push(await to(moment));
    await rest(400);
    const began = performance.now();
    kembar.map.triggerRepaint();
    await rendered();
    bare.push(performance.now() - began);
    await rest(200);
  }
  return [scrubs, bare];
})()"""


def a_day_of_traffic(town):
    """The main street closed for a day; the run's hash."""
    [main] = [one for one in town.ask("GET", "api/v1/scenarios") if "main" in one["name"]]
    found = town.ask("GET", f"api/v1/scenarios/{main['name']}")
    job = town.ask("POST", "api/v1/runs", {"scenario": found["title"], "changes": found["changes"], "models": ["traffic"]})
    while job["state"] not in ("done", "failed", "cancelled"):
        time.sleep(0.3)
        job = town.ask("GET", f"api/v1/jobs/{job['id']}")
    assert job["state"] == "done", job
    return job["run"]


def test_one_timeline_leads_from_the_past_through_now_into_the_run_and_each_number_to_its_origin(browser, server, shots):
    town = town_of(server.binary)
    forget(town)
    now = int(time.time() * 1000)
    thing, stream = town.device("Mast", [[now - i * HOUR // 2, 20 + i / 10] for i in range(60, 0, -1)] + [[now - 1000, 33.5]])
    run = a_day_of_traffic(town)
    with visit(browser, town, fragment=f"lang=en&r={run}&f=traffic.flow~scenario", expected=("ERR_",)) as page:
        page.drawn()
        page.there("#live-badge")
        # The run's moments stand behind the past and now.
        page.wait(f"{ZONE} === 'run'")
        assert "08:00" in page.text(".time-now"), page.text(".time-now")
        assert page.page.evaluate("[...document.querySelectorAll('.zone')].map((one) => one.className)") == ["zone past", "zone run"]
        assert page.page.evaluate("document.querySelector('#time').max") == str(48 + 24)
        scrubs, bare = page.page.evaluate(SCRUB)
        middle = lambda values: sorted(values)[len(values) // 2]
        picture, own, blank = middle([one[0] for one in scrubs]), middle([one[1] for one in scrubs]), middle(bare)
        print(f"    scrub: {own:.0f} ms to what is to be drawn, {picture:.0f} ms to the picture; a bare repaint in software takes {blank:.0f} ms")
        # Software draws a frame for as long as it does: beyond that a new moment may take a tenth of a second.
        assert own <= 100 and picture <= 100 + 3 * blank, (scrubs, bare)
        assert not page.barriers(), page.barriers()
        page.page.screenshot(path=shots / "timeline-run.png")
        # Home is now, from wherever the page has the focus; the run stays on the line.
        page.page.click("h1")
        page.page.keyboard.press("Home")
        page.wait(f"{ZONE} === 'now' && document.querySelector('#live-badge.on') && !document.querySelector('.legend')")
        marks = "kembar.map.queryRenderedFeatures({layers: ['live']}).map((one) => one.properties.value)"
        page.wait(f"{marks}.some((one) => one.startsWith('33.5'))")
        for _ in range(4):
            page.page.keyboard.press("ArrowLeft")
        page.wait(f"{ZONE} === 'past' && document.querySelector('#live-badge.away') && /[&]n=\\d+/.test(location.hash)")
        asked = page.page.evaluate("import('/core/store.js').then(({store}) => store.asOf)")
        half_hours = -(-(now - asked) // (HOUR // 2))
        page.wait(f"{marks}.some((one) => one.startsWith('{20 + half_hours / 10:g}'))")
        page.page.click("#tab-live")
        page.wait("document.querySelector('.as-of') && document.querySelector('#live-title').textContent.startsWith('As it was')")
        page.page.screenshot(path=shots / "timeline-past.png")
        page.page.focus("#time")
        page.page.keyboard.press("End")
        page.wait(f"{ZONE} === 'run' && document.querySelector('.time-now').textContent.includes('23:00') && document.querySelector('.legend li')")
        assert page.page.evaluate("document.querySelector('#live-title').textContent.startsWith('What is happening')"), "the past is still shown"
        page.page.keyboard.press("Space")
        page.wait("document.querySelector('.time-now').textContent.match(/0[0-9]:00/)")
        page.page.keyboard.press("Space")
        page.there(".time [aria-label='Let time pass']")
        # From a number to what it is made of, and back to it.
        page.page.click("#tab-whatif")
        page.page.click(".indicators .known >> visible=true >> nth=0")
        page.wait("document.activeElement.id === 'origin-title' && document.querySelector('#tab-how').ariaSelected === 'true'")
        told = page.text("#origin")
        for part in ("Trips of cars", "Traffic", "Version", "Close ", "What this run assumed", "SUMO", "Docs/models/queues.md"):
            assert part in told, (part, told)
        own_run = next(one["run"] for one in town.ask("GET", f"api/v1/runs/{run}")["models"] if one["model"] == "traffic")
        assert own_run[:12] in told, "the run's hash is missing"
        page.wait("location.hash.includes('p=how&q=indicator')")
        looked_at(page, shots, "origin-indicator")
        page.page.click("#origin-back")
        page.wait("document.activeElement.matches('.indicators .known')")
        page.page.click(".legend .ask-button")
        page.wait("document.querySelector('#origin-title')?.textContent === 'Vehicles an hour'")
        page.page.click("#tab-city")
        page.page.click("[data-ask='fact:people']")
        page.wait("document.querySelector('#origin')?.textContent.includes('Counted from the map')")
        page.page.click("#tab-live")
        page.page.click(".now-row button")
        page.page.click(".stream-value .known")
        page.wait("document.querySelector('#origin')?.textContent.includes('Told by a device') && document.querySelector('#origin').textContent.includes('33.5')")
        page.page.click("#origin-card, #origin-back >> nth=0")
        # Where no value comes in any more the badge is grey, with the age of the last.
        page.page.click("h1")
        page.page.keyboard.press("Home")
        page.there("#live-badge.on")
        town.stop()
        page.wait("/\\d/.test(document.querySelector('#live-badge.stalled')?.textContent ?? '')", 30)
        town.start()
        page.wait("document.querySelector('#live-badge.on')", 30)
    town.ask("DELETE", f"v1.1/Things({thing})")


def test_tools_open_beside_every_room_and_four_more_rooms_fit_a_phone(browser, server, shots):
    with visit(browser, server, size="phone", fragment="lang=en&p=table") as page:
        # An address from when the table was a room.
        page.wait("!!document.querySelector('.drawer table tbody tr') && document.querySelector('#tab-whatif').ariaSelected === 'true'")
        page.wait("location.hash.includes('w=table')")
        page.page.click("#drawer-close")
        page.wait("!document.querySelector('.drawer') && !location.hash.includes('w=')")
        page.page.click("#open-layers")
        page.wait("document.activeElement.id === 'drawer-close'")
        looked_at(page, shots, "drawer-phone")
        page.page.keyboard.press("Escape")
        page.wait("document.activeElement.id === 'open-layers'")
        small = page.page.evaluate("[...document.querySelectorAll('.map-buttons button, .tabs button')].filter((one) => { const { width, height } = one.getBoundingClientRect(); return width && (width < 44 || height < 44); }).length")
        assert small == 0, f"{small} targets are too small for a thumb"
        outside = "[...document.querySelectorAll('.map-buttons button')].filter((one) => { const box = one.getBoundingClientRect(); return box.width && (box.left < 0 || box.right > innerWidth); }).length"
        assert page.page.evaluate(outside) == 0, "a button of the map lies outside"
        # Four more rooms are four more lines in the list.
        page.there("#tab-live")
        count = page.page.locator("[role=tab]").count()
        page.page.evaluate("""Promise.all([import('/rooms/rooms.js'), import('/core/store.js')]).then(([{ROOMS}, {store}]) => {
          for (const id of ['studies', 'signals', 'response', 'residents']) ROOMS.push({ id, words: 'city', panel: () => null });
          store.strings += 1; })""")
        page.wait(f"document.querySelectorAll('[role=tab]').length === {count + 4} && document.querySelector('.tabs.more-after')")
        page.page.focus("#tab-whatif")
        page.page.keyboard.press("End")
        seen = "(() => { const one = document.activeElement.getBoundingClientRect(); return one.left >= 0 && one.right <= innerWidth; })()"
        page.wait(f"document.activeElement.id === 'tab-residents' && {seen}")
        page.there(".tabs.more-before")
        assert page.page.evaluate("document.documentElement.scrollWidth <= innerWidth"), "the page is wider than the phone"
        page.page.screenshot(path=shots / "tabs-phone.png")
        page.page.keyboard.press("Home")
        page.wait(f"document.activeElement.id === 'tab-live' && {seen}")
