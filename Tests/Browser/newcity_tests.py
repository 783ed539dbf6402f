"""A first town made on the page: files dropped, parcels placed by where they land, read, opened, searched."""

import json
import pathlib
import re
import shutil
import subprocess
import tempfile

from visit import ROOT, SIZES, Server, visit

WEST, SOUTH, STEP, SIDE = 101.70, 3.10, 0.0015, 12
UTM_47N = (800_060, 343_030)  # metres of the town's corner


class Nowhere(Server):
    """A server over a folder without a city."""

    def __init__(self, binary):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="kembar-newcity-"))
        self.process = subprocess.Popen(
            [binary, "serve", self.folder / "pekan", "--port", "0", "--mqtt-port", "0", "--web", ROOT / "Sources/Doors/Web"],
            stderr=subprocess.PIPE, stdout=subprocess.DEVNULL, text=True)
        self.address = ""
        for line in self.process.stderr:
            if found := re.search(r"(http://localhost:\d+/)", line):
                self.address = found[1]
                break
        assert self.address, "the server did not say where it is"


def open_map():
    """Streets in a grid, a house in each block, a town hall, and a way that lacks its nodes."""
    nodes, ways = [], []

    def node(id, east, north, tags=""):
        nodes.append(f'<node id="{id}" version="1" lat="{SOUTH + north * STEP:.7f}" lon="{WEST + east * STEP:.7f}">{tags}</node>')

    def way(id, refs, tags):
        ways.append(f'<way id="{id}" version="1">{"".join(f"<nd ref={chr(34)}{ref}{chr(34)}/>" for ref in refs)}{tags}</way>')

    for row in range(SIDE):
        for column in range(SIDE):
            id = 1 + row * SIDE + column
            node(id, column, row)
            corners = [1000 + id * 4 + part for part in range(4)]
            for corner, (x, y) in zip(corners, ((.2, .2), (.5, .2), (.5, .5), (.2, .5))):
                node(corner, column + x, row + y)
            way(5000 + id, corners + corners[:1], '<tag k="building" v="house"/>')
    for line in range(SIDE):
        way(100 + line, [1 + line * SIDE + at for at in range(SIDE)], f'<tag k="highway" v="residential"/><tag k="name" v="Jalan {line + 1}"/>')
        way(200 + line, [1 + at * SIDE + line for at in range(SIDE)], '<tag k="highway" v="secondary"/>')
    node(9000, 5.5, 5.6, '<tag k="amenity" v="townhall"/><tag k="name" v="Majlis Daerah Pekan"/>')
    way(300, [1, 88_888, 99_999], '<tag k="highway" v="service"/>')
    return f'<?xml version="1.0"?><osm version="0.6">{"".join(nodes)}{"".join(ways)}</osm>'


def rectangles(rows):
    return json.dumps({"type": "FeatureCollection", "features": [
        {"type": "Feature", "properties": properties, "geometry": {"type": "Polygon", "coordinates": [
            [[west, south], [east, south], [east, north], [west, north], [west, south]]]}}
        for west, south, east, north, properties in rows]})


def tile(west):
    """A tile of terrain, 30 × 40 cells, falling to the south-east."""
    size = 0.001
    rows = ["ncols 30", "nrows 40", f"xllcorner {west}", "yllcorner 3.08", f"cellsize {size}", "NODATA_value -9999"]
    rows += [" ".join(f"{60 - (west - 101.68) * 400 - column * 0.4 - row * 0.3:.2f}" for column in range(30)) for row in range(40)]
    return "\n".join(rows)


DEGREES = ('GEOGCS["WGS 84",DATUM["WGS_1984",SPHEROID["WGS 84",6378137,298.257223563]],PRIMEM["Greenwich",0],'
           'UNIT["degree",0.0174532925199433]]')
END = WEST + SIDE * STEP
NORTH = SOUTH + SIDE * STEP


def papers():
    middle = (WEST + END) / 2
    return {
        "pekan.osm": open_map(),
        "sempadan.geojson": rectangles([(WEST - .001, SOUTH - .001, END, NORTH, {"name": "Pekan"})]),
        "dem-a.asc": tile(101.68), "dem-a.prj": DEGREES, "dem-b.asc": tile(101.71), "dem-b.prj": DEGREES,
        "mukim.geojson": rectangles([(WEST - .001, SOUTH - .001, middle, NORTH, {"nama": "Barat"}), (middle, SOUTH - .001, END, NORTH, {"nama": "Timur"})]),
        "penduduk.csv": "mukim,penduduk\nBarat,5200\nTimur,4100\nUtara,90\nJumlah,9390\n",
        "lot.geojson": rectangles([
            (UTM_47N[0] + x * 60, UTM_47N[1] + y * 60, UTM_47N[0] + x * 60 + 32, UTM_47N[1] + y * 60 + 44, {"no_lot": f"{x}-{y}"})
            for x in range(20) for y in range(20)]),
    }


def drop(page, files):
    page.page.evaluate("""(files) => {
      const data = new DataTransfer();
      for (const [name, text] of Object.entries(files)) data.items.add(new File([text], name));
      document.querySelector('.newcity-drop').dispatchEvent(new DragEvent('drop', {dataTransfer: data, bubbles: true, cancelable: true}));
    }""", files)


def item(name):
    return f"[...document.querySelectorAll('.newcity-item')].find((one) => one.querySelector('b').textContent === {json.dumps(name)})"


def test_a_new_city_is_made_by_dropping_files(browser, server, shots):
    empty = Nowhere(server.binary.resolve())
    try:
        with visit(browser, empty, fragment="lang=en", expected=("404", "422")) as page:
            page.there(".newcity-drop")
            assert page.barriers() == []
            # A stranger among the files is told apart, and can be taken out.
            drop(page, {"photo.csv": "nothing\n", **papers()})
            page.wait("document.querySelectorAll('.newcity-item[data-kind]').length === 8 && !document.querySelector('.newcity-item progress')", 60)
            kinds = page.page.evaluate("Object.fromEntries([...document.querySelectorAll('.newcity-item')].map((one) => [one.querySelector('b').textContent, one.dataset.kind]))")
            wanted = {"pekan.osm": "map", "sempadan.geojson": "boundary", "dem-a.asc": "terrain", "dem-b.asc": "terrain",
                      "mukim.geojson": "zones", "penduduk.csv": "sheet", "lot.geojson": "parcels"}
            assert {name: kinds.get(name) for name in wanted} == wanted, kinds
            page.page.click("[aria-label='Take out photo.csv']")
            page.wait(f"!{item('photo.csv')}")
            # Nothing can be read before the parcels have a place; the map shows where each system puts them.
            assert page.page.is_disabled("#newcity-start")
            page.there(".newcity-place input[value='EPSG:32647']")
            page.wait("window.kembarLanding?.querySourceFeatures('placed').length > 20 && kembarLanding.querySourceFeatures('outline').length > 0")
            assert page.page.evaluate("new Set(kembarLanding.querySourceFeatures('placed').map((one) => one.properties.colour)).size") > 1
            page.page.wait_for_timeout(500)
            page.page.screenshot(path=shots / "newcity-wide.png")
            page.page.set_viewport_size(dict(zip(("width", "height"), SIZES["phone"])))
            page.page.evaluate("document.querySelector('.newcity-places').scrollIntoView({block: 'center'})")
            page.page.screenshot(path=shots / "newcity-phone.png")
            assert page.barriers() == []
            page.page.set_viewport_size(dict(zip(("width", "height"), SIZES["wide"])))
            page.page.check(".newcity-place input[value='EPSG:32647']")
            page.wait("document.querySelector('#newcity-start') && !document.querySelector('#newcity-start').disabled")
            page.page.fill("#newcity-name", "Pekan Baharu")
            page.page.press("#newcity-name", "Tab")
            page.page.fill("#newcity-people", "10 000")
            page.page.press("#newcity-people", "Tab")
            page.wait("document.querySelector('#newcity-people')?.value === '10000'")
            page.page.click("#newcity-start")
            page.there("#newcity-open", 90)
            # The total entered is the city's; what was left out stands there with its reason.
            assert page.text("#newcity-people-found") == "10,000"
            left = page.text(".newcity-skipped")
            assert "no zone has its name" in left and "way" in left, left
            page.page.screenshot(path=shots / "newcity-report.png")
            page.page.evaluate("document.documentElement.dataset.theme = 'dark'")
            assert page.barriers() == []
            with page.page.expect_event("load", timeout=60_000):  # the page begins anew with the town
                page.page.click("#newcity-open")
            page.wait("document.querySelector('h1')?.textContent === 'Pekan Baharu' && document.documentElement.dataset.drawn === 'yes'", 60)
            page.drawn()
            facts = page.text("#panel-body")
            assert "10,000" in facts
            verdicts = page.page.evaluate("[...document.querySelectorAll('.verdicts li')].map((one) => one.textContent)")
            assert any("depth" in one.lower() and "Screening only" in one and "Ask for:" in one for one in verdicts), verdicts
            page.page.keyboard.press("/")
            page.page.keyboard.type("majlis")
            page.there("#found li")
            assert "Majlis Daerah Pekan" in page.text("#found li")
            page.page.screenshot(path=shots / "newcity-town.png")
    finally:
        empty.close()
