"""The third dimension: houses stand up, the map is tilted and turned, the sun throws shadows by day and hour."""

import re

from visit import SIZES, shared, visit
from water_tests import suppose_rain

HOUSES = "kembar.map.getLayer('solid') ? kembar.map.queryRenderedFeatures({layers: ['solid']}).length : 0"

# Beside how many houses the ground is dark, to the north and to the south: from a house's middle towards the side until
# nothing stands within two pixels any more. The picture is taken with shadows and without.
SIDES = """(async () => {
  const { map } = kembar;
  const { solid } = await import('/rooms/solid/state.js');
  const shot = async (isShaded) => {
    solid.isShaded = isShaded;
    await new Promise((done) => { setTimeout(done, 500); });
    return new Promise((done) => {
      map.once('render', () => {
        const canvas = document.createElement('canvas');
        [canvas.width, canvas.height] = [map.getCanvas().width, map.getCanvas().height];
        const context = canvas.getContext('2d', { willReadFrequently: true });
        context.drawImage(map.getCanvas(), 0, 0);
        done(context);
      });
      map.triggerRepaint();
    });
  };
  // Names come and go; the ground alone is compared.
  const names = map.getStyle().layers.filter(({ type, layout }) => (type === 'symbol' || type === 'circle') && layout?.visibility !== 'none');
  for (const { id } of names) map.setLayoutProperty(id, 'visibility', 'none');
  const lit = await shot(false);
  const shaded = await shot(true);
  const bright = (context, x, y) => { const [r, g, b] = context.getImageData(x, y, 1, 1).data; return r + g + b; };
  const found = { north: 0, south: 0, houses: 0 };
  const seen = new Set();
  for (const house of map.queryRenderedFeatures([[450, 50], [1250, 750]], { layers: ['solid'] })) {
    if (seen.has(house.id) || house.geometry.type !== 'Polygon' || seen.size >= 40) continue;
    seen.add(house.id);
    const ring = house.geometry.coordinates[0].map((place) => map.project(place));
    const x = Math.round(ring.reduce((sum, at) => sum + at.x, 0) / ring.length);
    const middle = Math.round(ring.reduce((sum, at) => sum + at.y, 0) / ring.length);
    const dark = (step) => {
      let y = middle;
      while (y > 10 && y < 790 && map.queryRenderedFeatures([[x - 2, y - 2], [x + 2, y + 2]], { layers: ['solid'] }).length) y += step;
      return y > 10 && y < 790 && bright(shaded, x, y) < 0.93 * bright(lit, x, y);
    };
    if (middle <= 10 || middle >= 790) continue;
    found.houses += 1;
    found.north += dark(-1);
    found.south += dark(1);
  }
  for (const { id } of names) map.setLayoutProperty(id, 'visibility', 'visible');
  return found;
})()"""

# A place full of houses, seen from nearby.
NEAR = """(() => {
  const houses = kembar.map.querySourceFeatures('city', {sourceLayer: 'buildings'}).filter((one) => one.geometry.type === 'Polygon');
  const { lng, lat } = kembar.map.getCenter();
  houses.sort((one, other) => Math.hypot(one.geometry.coordinates[0][0][0] - lng, one.geometry.coordinates[0][0][1] - lat)
    - Math.hypot(other.geometry.coordinates[0][0][0] - lng, other.geometry.coordinates[0][0][1] - lat));
  return houses[0].geometry.coordinates[0][0];
})()"""


def near(browser, server):
    """A place with houses: latitude and longitude as an address has them; found once."""
    if not getattr(server, "houses", ""):
        with shared(browser, server, fragment="lang=en") as page:
            page.drawn()
            longitude, latitude = page.page.evaluate(NEAR)
            server.houses = f"{latitude:.5f},{longitude:.5f}"
    return server.houses


def test_the_map_is_tilted_by_a_button_and_by_a_key_and_not_otherwise(browser, server, shots):
    place = near(browser, server)
    with shared(browser, server, fragment=f"lang=en&c={place},15.5") as page:
        page.drawn()
        page.page.focus(".maplibregl-canvas")
        page.page.keyboard.press("Shift+ArrowRight")
        page.page.keyboard.press("Shift+ArrowUp")
        page.page.wait_for_timeout(300)
        assert page.page.evaluate("[kembar.map.getPitch(), kembar.map.getBearing()]") == [0, 0], "the flat map was tilted"
        # Who asked for less motion is told before anything changes, and can keep the flat map.
        page.page.click(".solid-button")
        page.there(".solid-card #solid-weak")
        assert "less motion" in page.text(".solid-card")
        page.page.screenshot(path=shots / "solid-warning.png")
        assert not (found := page.barriers()), found
        page.page.keyboard.press("Escape")
        page.wait("!document.querySelector('.solid-card') && document.activeElement.classList.contains('solid-button')")
        page.page.keyboard.press("3")
        page.there(".solid-card .button.main")
        page.page.keyboard.press("Enter")
        page.wait(HOUSES, 60)
        assert page.page.evaluate("kembar.map.getPitch()") > 50
        page.wait("location.hash.includes('solid=55,0')")
        page.page.focus(".maplibregl-canvas")
        page.page.keyboard.press("Shift+ArrowRight")
        page.wait("Math.abs(kembar.map.getBearing()) > 5")
        page.page.screenshot(path=shots / "solid-wide.png")
        page.page.click(".compass")
        page.wait("kembar.map.getBearing() === 0")
        page.page.keyboard.press("3")
        page.wait("kembar.map.getPitch() === 0 && !kembar.map.getLayer('solid') && !location.hash.includes('solid')")


def test_the_address_brings_back_tilt_day_and_hour(browser, server, shots):
    place = near(browser, server)
    with visit(browser, server, fragment=f"lang=en&c={place},16&solid=40,30~use&sun=2026-06-21T16:30") as page:
        page.wait(HOUSES, 60)
        assert page.page.evaluate("[kembar.map.getPitch(), kembar.map.getBearing()].map(Math.round)") == [40, 30]
        assert page.page.input_value("#solid-date") == "2026-06-21"
        assert page.page.input_value("#solid-hour") == "990"
        assert "north-west" in page.text(".solid-now"), page.text(".solid-now")
        assert re.search(r"Sunrise 0[67]:\d\d.*Sunset 19:\d\d", page.text(".solid-marks")), page.text(".solid-marks")
        assert "homes" in page.text(".solid-card .legend-rows") or "residential" in page.text(".solid-card .legend-rows")
        page.there(".solid-card")
        page.page.focus("#solid-hour")
        page.page.keyboard.press("ArrowRight")
        page.wait("location.hash.includes('solid=40,30~use') && location.hash.includes('sun=2026-06-21T16:40')")
        page.page.wait_for_timeout(600)
        page.page.screenshot(path=shots / "solid-hour-wide.png")
        # A map that is styled anew keeps its houses and shadows; too many footprints are told.
        page.page.click("[aria-label='Dark mode']")
        page.wait("document.documentElement.dataset.theme === 'dark' && kembar.map.getLayer('solid-shade') && kembar.map.getLayer('solid')")
        page.wait(HOUSES, 60)
        page.page.evaluate("import('/rooms/solid/state.js').then(({ solid }) => { solid.count = 6000; solid.shading = 5000; })")
        page.wait("document.querySelector('.solid-hours').textContent.includes('5,000 of 6,000')")
        page.page.click(".solid-day .button")
        page.wait("!location.hash.includes('sun=2026-06-21')")


def test_shadows_fall_away_from_the_noon_sun_and_none_at_night(browser, server, shots):
    place = near(browser, server)
    for day, side, other in (("2026-06-21", "south", "north"), ("2026-12-21", "north", "south")):
        with shared(browser, server, fragment=f"lang=en&theme=light&c={place},18&solid=0,0&sun={day}T13:20") as page:
            page.wait(HOUSES, 60)
            page.drawn()
            found = page.page.evaluate(SIDES)
            page.page.screenshot(path=shots / f"solid-noon-{side}.png")
            assert found["houses"] >= 5, found
            assert found[side] > 0.5 * found["houses"] and found[other] < 0.2 * found["houses"], (day, found)
            cost = page.page.evaluate("performance.getEntriesByName('shadows').map((one) => [one.duration, one.detail.count])")
            assert min(took for took, count in cost if count) < 100, cost
            print(f"    {day}: {found}; shadows reckoned in " + ", ".join(f"{took:.0f} ms ({count})" for took, count in cost))
    with shared(browser, server, fragment=f"lang=en&theme=light&c={place},18&solid=0,0&sun=2026-06-21T22:00") as page:
        page.wait(HOUSES, 60)
        page.drawn()
        found = page.page.evaluate(SIDES)
        page.page.screenshot(path=shots / "solid-night.png")
        assert "sun is down" in page.text(".solid-now")
        assert found["north"] + found["south"] == 0, found


def test_water_stays_on_the_ground_between_upright_houses(browser, server, shots):
    if not server.water:
        with shared(browser, server, fragment="lang=en&theme=light") as page:
            suppose_rain(page)
            page.wait("location.hash.includes('r=') && location.hash.includes('f=')")
            server.water = page.page.url.split("#v=1&")[1]
    water = re.sub(r"(c=[^,]+,[^,]+),[\d.]+", r"\1,15", server.water)
    with shared(browser, server, fragment=f"{water}&solid=50,20") as page:
        page.wait("kembar.map.getLayer('field-grid') && kembar.map.getLayer('solid')", 60)
        page.drawn()
        order = page.page.evaluate("kembar.map.getLayersOrder()")
        assert order.index("field-links") < order.index("field-grid") < order.index("solid") < order.index("streets-label"), order
        page.page.screenshot(path=shots / "solid-water.png")


def test_what_a_field_says_of_houses_is_painted_on_them_and_they_can_be_picked(browser, server, shots):
    place = near(browser, server)
    with shared(browser, server, fragment=f"lang=en&theme=light&c={place},16&solid=45,0") as page:
        page.wait(HOUSES, 60)
        painted = "JSON.stringify(kembar.map.getPaintProperty('solid', 'fill-extrusion-color')).includes('feature-state')"
        assert not page.page.evaluate(painted)
        page.page.click(".button.main:has-text('New scenario')")
        page.page.select_option("#form-change", "flood-depth")
        page.there("select#form-raster")
        page.page.select_option("#form-raster", "rasters/flood.tif")
        page.page.click("form .button.main")
        page.there(".changes li")
        page.page.click(".button.main.grow")
        page.there(".indicators tbody tr", 120)
        page.page.select_option("#field", "exposure.buildings")
        page.page.click(".segmented button:nth-child(2) >> nth=0")
        page.wait(f"kembar.map.getLayer('solid') && {painted}")
        page.drawn()
        page.page.screenshot(path=shots / "solid-field.png")
        at = page.wait("""[[640, 500], [700, 600], [800, 500], [600, 600], [560, 480]].concat(Array.from({ length: 400 }, (_, i) => [450 + 23 * (i % 20), 300 + 17 * Math.floor(i / 20)]))
          .find((at) => document.elementFromPoint(...at)?.classList.contains('maplibregl-canvas') && kembar.map.queryRenderedFeatures(at, { layers: ['solid'] }).length
            && !kembar.map.queryRenderedFeatures([[at[0] - 20, at[1] - 20], [at[0] + 20, at[1] + 20]], { layers: ['places'] }).length)""")
        page.page.mouse.click(*at)
        page.there(".selection .key")
        assert "building" in page.text(".selection .eyebrow").lower(), page.text(".selection .eyebrow")
        assert page.page.evaluate("JSON.stringify(kembar.map.getPaintProperty('solid', 'fill-extrusion-color')).includes('[\"id\"]')"), "what was picked is not marked"


def test_the_third_dimension_bars_nobody(browser, server, shots):
    place = near(browser, server)
    found = []
    for size in SIZES:
        for theme in ("light", "dark"):
            with visit(browser, server, size=size, fragment=f"lang=en&theme={theme}&c={place},16&solid=55,-20~use&sun=2026-06-21T09:30") as page:
                page.wait(HOUSES, 60)
                if size == "phone":
                    page.page.screenshot(path=shots / f"solid-{size}-{theme}-folded.png")
                    page.page.click(".solid-fold")
                    page.there("#solid-hour")
                page.page.click(".solid-card .more summary")
                inside = page.page.evaluate("(() => { const box = document.querySelector('.solid-card').getBoundingClientRect(); return box.left >= 0 && box.right <= innerWidth && box.top >= 0 && box.bottom <= innerHeight; })()")
                assert inside, f"{size}: the card reaches beyond the page"
                page.page.wait_for_timeout(500)
                page.page.screenshot(path=shots / f"solid-{size}-{theme}.png")
                found += [f"{size} {theme}: {one}" for one in page.barriers()]
                if theme == "light":
                    for language in ("ms", "zh", "ta", "en"):
                        page.page.select_option("#language", language)
                        page.wait(f"document.documentElement.lang === {language!r}")
                        said = page.text(".solid-card")
                        assert "solid." not in said and "{" not in said, said
                        if language != "en":
                            page.page.screenshot(path=shots / f"solid-{size}-{language}.png")
    assert not found, "\n      ".join(sorted(set(found)))
