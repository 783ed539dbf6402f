"""Six scenes as they are to look: drawn in one visit, made small, and compared with pictures that were kept.

Both pictures are averaged to GRAIN cells, so that a letter or a pixel's edge does not matter; what differs is the mean over cells and
colours, of 255. Measured: two runs on one machine differ by 0.32 to 0.50; without houses the scene differs by 1.72, without water by 2.11, without houses
in three dimensions by 2.32. TOLERANCE lies between, and the test itself takes these layers away and has to see it. Where looks were changed on purpose, they are kept anew:

    Scripts/test-browser.sh .build/debug/kembar --only scenes --keep
"""

import base64
import json
import pathlib
import sys

from compare_tests import storm_of
from visit import SIZES, visit

FOLDER = pathlib.Path(__file__).parent / "scenes"
#: What is kept: a picture this large in so many steps of each colour, at most LARGEST bytes.
KEPT, STEPS, LARGEST = (132, 120), 16, 15_000
GRAIN = (44, 40)
TOLERANCE = 0.9
#: Pixels of the panel beside the map, which tells other things than looks.
PANEL = 404
LAYERS = "l=places,streets,buildings,waterways,land"
NOON = "sun=2026-06-21T09:00"

# A picture of the screen made small and kept in few colours; and how far it is from one that was kept.
SMALL = """async ([shot, kept, [width, height], [columns, rows], steps]) => {
  const read = async (data) => {
    const image = new Image();
    image.src = `data:image/png;base64,${data}`;
    await image.decode();
    return image;
  };
  const drawn = (image, wide, high) => {
    const canvas = document.createElement('canvas');
    [canvas.width, canvas.height] = [wide, high];
    const context = canvas.getContext('2d', { willReadFrequently: true });
    context.imageSmoothingQuality = 'high';
    context.drawImage(image, 0, 0, wide, high);
    return [canvas, context];
  };
  const [small, context] = drawn(await read(shot), width, height);
  const pixels = context.getImageData(0, 0, width, height);
  for (let at = 0; at < pixels.data.length; at += 1) pixels.data[at] = Math.round(Math.round(pixels.data[at] * steps / 255) * 255 / steps);
  context.putImageData(pixels, 0, 0);
  const told = { small: small.toDataURL('image/png').split(',')[1], mean: null, worst: null };
  if (!kept) return told;
  const cells = (image) => drawn(image, columns, rows)[1].getImageData(0, 0, columns, rows).data;
  const [now, then] = [cells(small), cells(await read(kept))];
  let [sum, worst] = [0, 0];
  for (let at = 0; at < now.length; at += 4) {
    const apart = (Math.abs(now[at] - then[at]) + Math.abs(now[at + 1] - then[at + 1]) + Math.abs(now[at + 2] - then[at + 2])) / 3;
    sum += apart;
    worst = Math.max(worst, apart);
  }
  return { ...told, mean: sum / (now.length / 4), worst };
}"""
BRING = "async (view) => (await import('/rooms/stories/bring.js')).bring(view, { isFull: false })"
STORE = "import('/core/store.js').then(({ store }) => { %s; })"


def look(page):
    """The page at rest as it is seen, without its panel: small, in base64."""
    page.drawn()
    page.wait("!kembar.second || (kembar.second.loaded() && kembar.second.areTilesLoaded())")
    page.page.wait_for_timeout(600)
    width, height = page.page.viewport_size.values()
    left = PANEL if width > 760 else 0
    return base64.b64encode(page.page.screenshot(clip={"x": left, "y": 0, "width": width - left, "height": height}, timeout=90_000)).decode()


def apart(page, name, shot):
    path = FOLDER / f"{name}.png"
    kept = base64.b64encode(path.read_bytes()).decode() if path.exists() else ""
    return page.page.evaluate(SMALL, [shot, kept, KEPT, GRAIN, STEPS])


def sensors(place):
    """A dozen sensors around a place, of three kinds, in the order the server lists them; the values never change."""
    def answer(route):
        now = route.fetch().json()["time"]
        kinds = [("Air temperature", "°C", 31.5), ("Water level", "m", 1.2), ("Vehicle count", "1", 420)]
        route.fulfill(json={"time": now, "streams": [
            {"stream": at + 1, "name": f"{kinds[at % 3][0]} {at}", "unit": kinds[at % 3][1], "property": kinds[at % 3][0], "thing": at + 1,
             "thingName": f"Post {at}", "count": 9, "interval": 600_000, "latest": [at + 1, now - 60_000, kinds[at % 3][2]],
             "place": [place[0] + 0.003 * (at % 4 - 1), place[1] + 0.002 * (at // 4 - 1)]} for at in range(12)]})
    return answer


def test_six_scenes_look_as_they_were_kept(browser, server, shots):
    run, is_kept_anew = storm_of(browser, server), "--keep" in sys.argv
    far, wrong = {}, []
    FOLDER.mkdir(exist_ok=True)
    place = []
    with visit(browser, server, fragment=f"lang=en&theme=light&{LAYERS}", before=lambda page: page.route(
            "**/live/latest", lambda route: sensors(place)(route) if place else route.continue_())) as page:
        page.drawn()
        centre = page.page.evaluate("kembar.map.getCenter().toArray()")
        camera = f"c={centre[1]:.5f},{centre[0]:.5f}"

        def scene(name, view=None):
            if view is not None:
                lack = page.page.evaluate(BRING, f"{LAYERS}&{view}")
                assert not lack, (name, lack)
            shot = look(page)
            (shots / f"scene-{name}.png").write_bytes(base64.b64decode(shot))
            told = apart(page, name, shot)
            if is_kept_anew:
                body = base64.b64decode(told["small"])
                assert len(body) <= LARGEST, f"{name}: {len(body)} bytes"
                (FOLDER / f"{name}.png").write_bytes(body)
            else:
                assert told["mean"] is not None, f"no picture of {name} was kept: run it with --keep"
                far[name] = told["mean"]
                if told["mean"] > TOLERANCE:
                    wrong.append(f"{name} is {told['mean']:.2f} away from Tests/Browser/scenes/{name}.png, seen in {shots}/scene-{name}.png")

        def without(name, hide, show):
            """The scene once more with something missing: the comparison has to see that."""
            page.page.evaluate(hide)
            told = apart(page, name, look(page))
            page.page.evaluate(show)
            far[f"{name} without"] = told["mean"]
            if told["mean"] <= TOLERANCE:
                wrong.append(f"what is missing in {name} is not seen: {told['mean']:.2f}")

        scene("city", f"{camera},15")
        without("city", STORE % "store.layers.buildings.visible = false", STORE % "store.layers.buildings.visible = true")
        scene("water", f"{camera},14.4&r={run}&f=flood.peak~scenario")
        without("water", "kembar.map.setLayoutProperty('field-grid', 'visibility', 'none')", "kembar.map.setLayoutProperty('field-grid', 'visibility', 'visible')")
        scene("compared", f"{camera},14&r={run}&f=flood.peak~scenario&x=swipe:0.6:baseline:exposure.streets")
        scene("solid", f"{camera},15.5&solid=55,30&{NOON}")
        without("solid", "kembar.map.setLayoutProperty('solid', 'visibility', 'none')", "kembar.map.setLayoutProperty('solid', 'visibility', 'visible')")
        place[:] = centre
        page.page.evaluate(BRING, f"{LAYERS}&{camera},14.5")
        page.page.evaluate("import('/rooms/live/desk.js').then(({ load }) => load())")
        page.page.click("#tab-live")
        page.wait("kembar.map.queryRenderedFeatures({ layers: ['live'] }).length >= 4")
        scene("now")
        page.page.evaluate(STORE % "store.theme = 'dark'")
        page.page.set_viewport_size(dict(zip(("width", "height"), SIZES["phone"])))
        page.page.evaluate(STORE % "store.panel = 'how'")
        scene("dark", f"{camera},13.5")
    print("    " + json.dumps({name: round(value, 2) for name, value in far.items()}))
    assert not wrong, "; ".join(wrong)
