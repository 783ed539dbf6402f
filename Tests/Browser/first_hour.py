"""The first hour with a town of one's own, in Chromium and without a terminal: python first_hour.py BINARY DATA.

From an empty folder to the council's page and a colleague's phone, by what a person drops, clicks and types. Each step prints its seconds on
the clock and of a processor, and leaves a picture in .setup/browser/first-hour/.

Real: the map, an extract of OpenStreetMap around the middle of Butuan (© OpenStreetMap contributors, ODbL 1.0): its streets, houses, hospitals,
offices and signals. Made up here, because nobody publishes them for this place: two smooth tiles of terrain with a hollow, the population sheet
and the total, parcels drawn around real houses (in the local system's metres, without saying so), twelve flood marks, a day's rain, and counts
at three junctions. What the models say of Butuan here says nothing of Butuan.
"""

import base64
import contextlib
import gzip
import io
import json
import math
import os
import pathlib
import re
import subprocess
import sys
import time
import xml.etree.ElementTree as ElementTree
import zipfile

from playwright.sync_api import sync_playwright

import cost
from newcity_tests import DEGREES, Nowhere, item
from visit import FLAGS, ROOT, Visit, chromium

SHOTS = ROOT / ".setup/browser/first-hour"
EXTRACT = "osm/butuan_bbox.osm.gz"
#: The middle of the town: west, south, east, north.
TOWN = (125.5346, 8.9440, 125.5456, 8.9545)
#: The lowest place of the made-up terrain.
HOLLOW = (125.5413, 8.9492)
PEOPLE = 31_000
DAY = "2024-12-17"
#: The bars: seconds of machine, two cores together, and megabytes of the server.
SECONDS, MEGABYTES = 600, 4096


# MARK: What is dropped

def to_local(longitude, latitude):
    """Metres of PRS92, zone 5, the system of the Philippines there: Helmert's seven parameters (EPSG 1708, turned round) to Clarke's ellipsoid of 1866, then
    Krüger's series to the third order."""
    a, f = 6378137.0, 1 / 298.257223563
    phi, lam, e2 = math.radians(latitude), math.radians(longitude), f * (2 - f)
    normal = a / math.sqrt(1 - e2 * math.sin(phi) ** 2)
    x, y, z = normal * math.cos(phi) * math.cos(lam) + 127.62, normal * math.cos(phi) * math.sin(lam) + 67.24, normal * (1 - e2) * math.sin(phi) + 47.04
    rx, ry, rz = (math.radians(seconds / 3600) for seconds in (3.068, -4.903, -1.578))
    x, y, z = ((one * (1 + 1.06e-6)) for one in (x - rz * y + ry * z, rz * x + y - rx * z, -ry * x + rx * y + z))
    a, f = 6378206.4, 1 - 6356583.8 / 6378206.4
    e2, flat = f * (2 - f), math.hypot(x, y)
    phi, lam = math.atan2(z, flat * (1 - e2)), math.atan2(y, x)
    for _ in range(5):
        phi = math.atan2(z + e2 * a / math.sqrt(1 - e2 * math.sin(phi) ** 2) * math.sin(phi), flat)
    n, lam = f / (2 - f), lam - math.radians(125)
    mean = a / (1 + n) * (1 + n**2 / 4 + n**4 / 64)
    series = (n / 2 - 2 / 3 * n**2 + 5 / 16 * n**3, 13 / 48 * n**2 - 3 / 5 * n**3, 61 / 240 * n**3)
    e = math.sqrt(e2)
    t = math.sinh(math.atanh(math.sin(phi)) - e * math.atanh(e * math.sin(phi)))
    xi, eta = math.atan2(t, math.cos(lam)), math.atanh(math.sin(lam) / math.hypot(1, t))
    east = eta + sum(s * math.cos(2 * j * xi) * math.sinh(2 * j * eta) for j, s in enumerate(series, 1))
    north = xi + sum(s * math.sin(2 * j * xi) * math.cosh(2 * j * eta) for j, s in enumerate(series, 1))
    return 500_000 + 0.99995 * mean * east, 0.99995 * mean * north


def height(longitude, latitude):
    """Metres of a smooth land: it falls to the north, with a hollow in the middle of the town."""
    x, y = (longitude - HOLLOW[0]) * 110_000, (latitude - HOLLOW[1]) * 110_600
    return 12 - 0.0015 * y - 0.9 * math.exp(-(x * x + y * y) / (2 * 220**2))


def tile(west, columns):
    """A tile of terrain as an ESRI grid, cells of a second of arc."""
    size, rows, south = 1 / 3600, 130, 8.9320
    lines = [f"ncols {columns}", f"nrows {rows}", f"xllcorner {west:.9f}", f"yllcorner {south}", f"cellsize {size:.12f}", "NODATA_value -9999"]
    for row in range(rows):
        latitude = south + (rows - row - 0.5) * size
        lines.append(" ".join(f"{height(west + (column + 0.5) * size, latitude):.3f}" for column in range(columns)))
    return "\n".join(lines).encode()


def sheet(rows):
    """A spreadsheet (XLSX) with one sheet of texts and numbers."""
    def cell(at, value):
        return f'<c r="{at}" t="inlineStr"><is><t>{value}</t></is></c>' if isinstance(value, str) else f'<c r="{at}"><v>{value}</v></c>'

    def line(number, row):
        return f'<row r="{number}">{"".join(cell(f"{chr(65 + place)}{number}", value) for place, value in enumerate(row))}</row>'
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml"
    relation = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    head = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
    parts = {
        "[Content_Types].xml": f'<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" '
        f'ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Override PartName="/xl/workbook.xml" ContentType="{kind}.sheet.main+xml"/>'
        f'<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{kind}.worksheet+xml"/></Types>',
        "_rels/.rels": f'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="{relation}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook xmlns="{main}" xmlns:r="{relation}"><sheets><sheet name="Population" sheetId="1" r:id="rId1"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="{relation}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>',
        "xl/worksheets/sheet1.xml": f'<worksheet xmlns="{main}"><sheetData>' + "".join(line(number, row) for number, row in enumerate(rows, 1)) + "</sheetData></worksheet>",
    }
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in parts.items():
            archive.writestr(name, head + text)
    return out.getvalue()


def polygon(ring, **properties):
    return {"type": "Feature", "properties": properties, "geometry": {"type": "Polygon", "coordinates": [[*ring, ring[0]]]}}


def collection(features):
    return json.dumps({"type": "FeatureCollection", "features": features}).encode()


def parcels(extract):
    """Parcels around the map's own houses, in metres, with no word on which."""
    root = ElementTree.parse(gzip.open(io.BytesIO(extract))).getroot()
    nodes = {one.get("id"): (float(one.get("lon")), float(one.get("lat"))) for one in root.iter("node")}
    found = []
    for way in root.iter("way"):
        if any(tag.get("k") == "building" for tag in way.iter("tag")):
            ring = [to_local(*nodes[one.get("ref")]) for one in way.iter("nd")]
            xs, ys = [x for x, _ in ring], [y for _, y in ring]
            west, south, east, north = min(xs) - 2, min(ys) - 2, max(xs) + 2, max(ys) + 2
            found.append(polygon([(west, south), (east, south), (east, north), (west, north)], lot_no=str(1000 + len(found))))
    return collection(found)


def files(extract):
    west, south, east, north = TOWN
    return {
        "butuan.osm.gz": extract,
        "boundary.geojson": collection([polygon([(west, south), (east, south), (east, north), (west, north)], name="Butuan, the middle")]),
        "dem-west.asc": tile(125.5250, 62), "dem-west.prj": DEGREES.encode(),
        "dem-east.asc": tile(125.5250 + 62 / 3600, 62), "dem-east.prj": DEGREES.encode(),
        "population.xlsx": sheet([["Barangay", "Population"], ["Urduja", 4120], ["Sikatuna", 5230], ["Diego Silang", 6040], ["Dagohoy", 7350], ["Rajah Soliman", 7760], ["Total", 30500]]),
        "parcels.geojson": parcels(extract),
    }


def marks():
    """Seven places of the hollow that stood under water and one far from it; three around it that did not and one within: what a town remembers never
    quite fits a map. As they come out of a spreadsheet."""
    lines = ["date\tlongitude\tlatitude\tdepth_m"]
    for place in range(12):
        angle, isDry = place * 2.4, place >= 8
        away = 450 if 7 <= place < 11 else 20 + 22 * (place % 9)
        x, y = away * math.cos(angle), away * math.sin(angle)
        lines.append(f"{DAY}\t{HOLLOW[0] + x / 110_000:.5f}\t{HOLLOW[1] + y / 110_600:.5f}\t{'dry' if isDry else round(0.5 - 0.04 * place, 2)}")
    return "\n".join(lines)


RAIN = "\n".join(f"{DAY}\t{hour}:00\t{mm}" for hour, mm in ((14, 18), (15, 46), (16, 31), (17, 9)))
#: Vehicles an hour on the ways to three junctions: street, the side road there, cars, motorcycles.
COUNTED = (
    ("J.C. Aquino Avenue", "North Montilla Boulevard", 940, 180), ("North Montilla Boulevard", "J.C. Aquino Avenue", 720, 130), ("South Montilla Boulevard", "J.C. Aquino Avenue", 540, 110),
    ("J.C. Aquino Avenue", "R. Calo Street", 1060, 190), ("R. Calo Street", "J.C. Aquino Avenue", 240, 50),
    ("Lopez Jaena Street", "North Montilla Boulevard", 95, 30), ("North Montilla Boulevard", "Lopez Jaena Street", 690, 120))


# MARK: The hour

class Hour:
    """The steps with what each took."""

    def __init__(self, server):
        self.server, self.rows, self.began = server, [], time.monotonic()
        self.first = cost.seconds()

    @property
    def peak(self):
        """The server's greatest resident memory so far, MB."""
        return int(re.search(r"VmHWM:\s+(\d+)", pathlib.Path(f"/proc/{self.server.process.pid}/status").read_text())[1]) / 1024

    @contextlib.contextmanager
    def step(self, name, page, more=()):
        began, before = time.monotonic(), cost.seconds()
        try:
            yield
        except BaseException:
            page.page.screenshot(path=SHOTS / "failed.png")
            print(f"  ✗ {name}", flush=True)
            raise
        wall, processor = time.monotonic() - began, cost.seconds() - before
        self.rows.append((name, wall, processor))
        print(f"  ✓ {name} ({wall:.1f} s, of a processor {processor:.1f} s; server at most {self.peak:.0f} MB)", flush=True)
        self.shot(page, f"{len(self.rows):02}-{re.sub('[^a-z0-9]+', '-', name.lower()).strip('-')[:40]}")

    def shot(self, page, name):
        page.page.wait_for_timeout(300)
        page.page.screenshot(path=SHOTS / f"{name}.png")

    def close(self):
        wall, processor, peak = time.monotonic() - self.began, cost.seconds() - self.first, self.peak
        print(f"first hour: {wall:.0f} s on the clock, {processor:.0f} s of a processor (at most {SECONDS}), server at most {peak:.0f} MB")
        assert processor <= SECONDS, f"{processor:.0f} s of a processor, at most {SECONDS}"
        assert peak <= MEGABYTES, f"{peak:.0f} MB, at most {MEGABYTES}"


def drop(page, files):
    page.page.evaluate("""(files) => {
      const data = new DataTransfer();
      for (const [name, text] of Object.entries(files)) data.items.add(new File([Uint8Array.from(atob(text), (one) => one.charCodeAt(0))], name));
      document.querySelector('.newcity-drop').dispatchEvent(new DragEvent('drop', {dataTransfer: data, bubbles: true, cancelable: true}));
    }""", {name: base64.b64encode(data).decode() for name, data in files.items()})


def scroll_to(page, selector, block="start"):
    page.page.evaluate(f"document.querySelector({selector!r}).scrollIntoView({{block: {block!r}}})")


def texts(page, selector):
    return page.page.evaluate(f"[...document.querySelectorAll({selector!r})].map((one) => one.innerText.replace(/\\s+/g, ' ').trim())")


def clear(page):
    """Nothing keeps people out of the page as it stands."""
    found = page.barriers()
    assert not found, found


def make_the_town(hour, page, data):
    with hour.step("New city is offered", page):
        page.there(".newcity-drop")
    with hour.step("Files are dropped", page):
        drop(page, files((data / EXTRACT).read_bytes()))
        page.wait("document.querySelectorAll('.newcity-item[data-kind]').length === 6 && !document.querySelector('.newcity-item progress')", 120)
        page.wait("[...document.querySelectorAll('.newcity-item')].every((one) => one.dataset.kind)", 30)
        kinds = page.page.evaluate("Object.fromEntries([...document.querySelectorAll('.newcity-item')].map((one) => [one.querySelector('b').textContent, one.dataset.kind]))")
        assert kinds == {"butuan.osm.gz": "map", "boundary.geojson": "boundary", "dem-west.asc": "terrain", "dem-east.asc": "terrain",
                         "population.xlsx": "sheet", "parcels.geojson": "parcels"}, kinds
        assert page.page.is_disabled("#newcity-start"), "the parcels have no place yet"
    with hour.step("Parcels are placed by where they land", page):
        if not page.page.query_selector(".newcity-place"):
            page.page.click(".newcity-item.asks .button.main")
        page.there(".newcity-place", 60)
        page.wait("window.kembarLanding?.querySourceFeatures('placed').length > 20")
        choices = texts(page, ".newcity-place")
        print("    placements: " + " | ".join(choices))
        assert len(choices) >= 2 and any("PRS92" in one for one in choices), choices
        scroll_to(page, ".newcity-places", "center")
        hour.shot(page, "03a-placements")
        page.page.check(".newcity-place input[value='EPSG:3125']")
        page.wait("document.querySelector('#newcity-start')")
        for field, value in (("name", "Butuan"), ("people", str(PEOPLE))):
            page.page.fill(f"#newcity-{field}", value)
            page.page.press(f"#newcity-{field}", "Tab")
        page.wait(f"!document.querySelector('#newcity-start').disabled && document.querySelector('#newcity-people').value === '{PEOPLE}'")
    with hour.step("The files are read, what was left out is told", page):
        page.page.click("#newcity-start")
        page.there("#newcity-open", 180)
        assert page.text("#newcity-people-found") == f"{PEOPLE:,}"
        left = texts(page, ".newcity-skipped li")
        print("    left out: " + " | ".join(left))
        assert left and all(len(one) > 20 for one in left), left
    with hour.step("The town is drawn, an office is found", page):
        with page.page.expect_event("load", timeout=60_000):
            page.page.click("#newcity-open")
        page.wait("document.querySelector('h1')?.textContent === 'Butuan' && document.documentElement.dataset.drawn === 'yes'", 60)
        page.drawn()
        if page.page.query_selector(".tour-offer button"):
            print("    the tour is offered")
        hour.shot(page, "05a-town")
        page.page.keyboard.press("/")
        page.page.keyboard.type("barangay hall")
        page.there("#found li")
        assert "Urduja Barangay Hall" in page.text("#found li"), page.text("#found li")
        page.page.keyboard.press("Enter")
        page.there(".selection")
        page.drawn()


def know_the_town(hour, page):
    with hour.step("People and verdicts", page):
        page.page.click("#tab-city")
        page.there(".facts")
        assert f"{PEOPLE:,}" in page.text(".facts"), page.text(".facts")
        verdicts = texts(page, ".verdicts li")
        for one in verdicts:
            print(f"    {one[:150]}")
        assert any("closing, widening" in one and ("Screening only" in one or "Fit" in one) for one in verdicts), verdicts
        assert any("depth" in one.lower() and "Screening only" in one and "Ask for:" in one for one in verdicts), verdicts
        scroll_to(page, ".verdicts")
    with hour.step("Flood marks are pasted with their rain, and checked", page):
        page.page.click("#marks-paste")
        page.page.fill("#marks-pasted", marks())
        page.page.fill("#marks-rain", RAIN)
        hour.shot(page, "07a-pasted")
        clear(page)
        page.page.click(".marks form .button.main")
        page.wait("document.querySelector('.marks [role=status]')?.textContent.includes('12 marks added')")
        page.wait("kembar.map.querySourceFeatures('marks').length >= 12")
        page.page.click("#check-run")
        page.there(".mark-check .scores", 180)
        rows = texts(page, ".mark-check .scores tbody tr")
        print("    " + " | ".join(rows))
        hits, misses, alarms, dry = (int(one) for one in re.findall(r"\d+", rows[0]))
        assert hits + misses == 8 and alarms + dry == 4 and hits >= 4 and dry >= 2, rows
        assert "never floods" in rows[1] and [int(one) for one in re.findall(r"\d+", rows[1])] == [0, 8, 0, 4], rows
        scroll_to(page, ".mark-check")
        clear(page)
    with hour.step("Counts of three junctions are typed and pasted, GEH before and after", page):
        page.page.click("text=Type a count")
        street, side, cars, motorcycles = COUNTED[0]
        for time_, factor in (("07:00", 1.0), ("08:00", 0.8)):
            page.page.fill("#count-place", street)
            page.page.fill("#count-side", side)
            page.page.fill("#count-count", str(round(cars * factor)))
            page.page.fill(".small-numbers label:nth-child(2) input", str(round(motorcycles * factor)))
            page.page.click("text=Keep the count")
            page.wait(f"document.querySelector('.counts [role=status]') && document.querySelector('#count-time').value !== '{time_}' && document.activeElement.id === 'count-count'")
        page.page.click(".counts >> text=Close")
        page.page.click(".counts >> text=Paste from a sheet")
        page.page.fill("#count-pasted", "\n".join(["street\tside road\tdirection\tfrom\tto\tcar\tmotorcycle"] + [
            f"{street}\t{side}\tboth\t{hour_}:00\t{hour_ + 1}:00\t{round(cars * factor)}\t{round(motorcycles * factor)}"
            for street, side, cars, motorcycles in COUNTED[1:] for hour_, factor in ((7, 1.0), (8, 0.8))]))
        page.page.click("text=Add these rows")
        page.wait("document.querySelector('.counts [role=status]')?.textContent.includes('rows added')")
        print("    " + page.text(".counts [role=status]") + " " + " | ".join(texts(page, ".counts .complaint")))
        page.page.click(".count-check .button.main")
        page.there(".count-check .scores", 180)
        rows = texts(page, ".count-check .scores tbody tr")
        print("    " + " | ".join(rows))
        print("    " + " | ".join(texts(page, ".count-check .use")))
        assert not texts(page, ".counts > .complaint"), texts(page, ".counts > .complaint")
        assert len(rows) >= 3 and all("%" in one for one in rows), rows
        scroll_to(page, ".count-check")


def on_map(page, longitude, latitude):
    return page.page.evaluate("([x, y]) => { const at = kembar.map.project([x, y]); const { left, top } = kembar.map.getCanvas().getBoundingClientRect(); return [at.x + left, at.y + top]; }", [longitude, latitude])


def suppose(page, keyword, **fields):
    before = page.page.evaluate("document.querySelectorAll('.supposing .changes li').length")
    page.page.select_option("#form-supposing", keyword)
    for name, value in fields.items():
        page.page.fill(f"#form-{name}", value)
    page.page.click("form .button.main")
    page.wait(f"document.querySelectorAll('.supposing .changes li').length === {before + 1}")


NUMBERS = "['trips', 'runoff'].map((topic) => `${topic} ${document.querySelector(`[data-topic=${topic}] .kpi-number b`)?.textContent ?? '–'}`).join(', ')"


def try_a_change(hour, page):
    with hour.step("A hypermarket is drawn, trips and runoff follow the hand", page):
        page.page.click("#tab-whatif")
        page.page.click("[aria-label='Whole city']")
        page.wait("document.querySelector('.scenario, .button.main')")
        page.page.click("text=New scenario")
        page.page.fill("#scenario-title", "A hypermarket in the hollow")
        page.page.press("#scenario-title", "Tab")
        page.drawn()
        page.page.click("#draw-rectangle")
        # On the fields beside the avenue, by eye: from one corner to the other.
        mouse, (left, top), (right, low) = page.page.mouse, on_map(page, 125.5353, 8.9473), on_map(page, 125.5371, 8.9456)
        mouse.move(left, top)
        mouse.down()
        mouse.move(left + 0.3 * (right - left), top + 0.3 * (low - top), steps=3)
        page.wait("document.querySelector('[data-topic=trips] .kpi-number b')", 60)
        seen = []
        for share in (0.5, 0.7, 0.85, 1):
            before = page.page.evaluate(NUMBERS)
            mouse.move(left + share * (right - left), top + share * (low - top), steps=2)
            page.wait(f"{NUMBERS} !== {json.dumps(before)}", 20)
            seen.append(page.page.evaluate(NUMBERS))
        mouse.up()
        took = page.page.evaluate("document.querySelector('.estimates').dataset.milliseconds")
        print(f"    while drawing: {' | '.join(seen)}; the last after {took} ms")
        for field, value in (("floor-area", "20000"), ("parking", "600"), ("stated-trips", "9000"), ("stated-runoff", "0.4"), ("name", "Hypermarket")):
            page.page.fill(f"#draw-{field}", value)
        page.wait("document.querySelector('[data-topic=trips] .kpi-stated')?.textContent.includes('9,000')")
        page.there("[data-topic=runoff] .kpi-stated")
        hour.shot(page, "09a-drawing")
        page.page.click("#draw-add")
        page.there(".part.changes .changes li")
    with hour.step("Saturday's peak and 100 mm in 3 h are run; the job survives a reload", page):
        suppose(page, "rain", depth="100", duration="3")
        suppose(page, "start", at="2026-11-21T11:00")
        page.page.check("#run-traffic")
        page.page.click("[aria-label^='Save']")
        page.wait("location.hash.includes('s=')")
        page.page.click(".button.main.grow")
        page.there(".job progress", 30)
        page.page.wait_for_timeout(1500)
        hour.shot(page, "10a-running")
        page.page.reload()
        page.wait("document.querySelector('.job progress, .results')", 60)
        page.there(".results", 500)
        page.drawn()
    with hour.step("Junctions, neighbours, closed streets, minutes to hospital", page):
        read_the_answer(hour, page)


def read_the_answer(hour, page):
    page.there(".junctions table", 30)
    page.page.click(".junctions .segmented button:has-text('Saturday')")
    junctions = page.page.evaluate("[...document.querySelectorAll('.junctions tbody')].map((one) => one.querySelector('th').innerText.replace(/\\s+/g, ' ').trim() + ': ' + [...one.querySelectorAll('.service')].map((each) => each.textContent).join(' → '))")
    print("    " + " | ".join(junctions))
    assert len(junctions) >= 6 and all(re.search(r": [A-F]( → [A-F])+$", one) for one in junctions), junctions
    scroll_to(page, ".junctions")
    hour.shot(page, "11a-junctions")
    clear(page)
    around = texts(page, ".sites .pairs > div")
    print("    " + " | ".join(around))
    assert any("neighbour" in one.lower() or "around" in one.lower() for one in around), around
    scroll_to(page, ".sites")
    hour.shot(page, "11b-site")
    page.page.click(".answer button:has-text('Streets closed')")
    page.there(".closed", 60)
    scroll_to(page, ".closed")
    page.there(".closed .chart path", 60)
    hour.shot(page, "11c-closed")
    hospital = texts(page, ".answer tbody tr")
    print("    " + " | ".join(hospital))
    assert any(re.search(r"time to hospital.* min \d", one) for one in hospital), hospital


def branch_and_compare(hour, page):
    """A lane more at the avenue's end and a pond, in a branch; its run beside the town without all of it."""
    with hour.step("A branch with a turning lane and a pond is run", page):
        page.page.click("#scenario-branch")
        page.wait("document.querySelectorAll('.part.changes .changes li').length === 1 && !document.querySelector('.results')")
        page.page.click("[aria-label='Whole city']")
        page.drawn()
        page.page.mouse.click(*on_map(page, 125.53782, 8.94784))
        page.wait("document.querySelector('.selection')?.textContent.includes('Aquino')")
        page.page.select_option("#form-change", "lanes")
        page.page.click("form details.more summary")
        page.page.click(".field:has(#form-keys) .button")
        page.page.fill("#form-by", "1")
        page.page.click("form .button.main")
        page.wait("document.querySelectorAll('.part.changes .changes li').length === 2")
        page.page.click(".selection .icon-button")
        page.page.select_option("#form-change", "pond")
        page.page.click("text=Draw on the map")
        for corner in ((125.5355, 8.9488), (125.5364, 8.9488), (125.5364, 8.9482), (125.5355, 8.9482)):
            page.page.mouse.click(*on_map(page, *corner))
            page.page.wait_for_timeout(400)
        page.wait("document.querySelector('.pick output')?.textContent.includes('4')")
        page.page.click("text=Done drawing")
        page.page.fill("#form-depth", "1.5")
        page.page.click("form .button.main")
        page.wait("document.querySelectorAll('.part.changes .changes li').length === 3")
        page.page.fill("#scenario-title", "The same with a lane and a pond")
        page.page.press("#scenario-title", "Tab")
        page.page.click("[aria-label^='Save']")
        hour.shot(page, "12a-branch")
        page.page.click(".button.main.grow")
        page.there(".results", 500)
        page.drawn()
        heads = texts(page, ".junctions thead th")
        rows = texts(page, ".junctions .junction")
        print("    " + " | ".join(heads + rows))
        assert "with mitigation" in heads, heads
        assert all(re.search(r"[A-F] [A-F] [A-F]", one) for one in rows), rows
        scroll_to(page, ".junctions")
    with hour.step("Before and after under a divider", page):
        page.page.click("#compare-swipe")
        page.wait("document.documentElement.dataset.compare === 'swipe' && kembar.second?.loaded() && kembar.second.areTilesLoaded()", 60)
        page.drawn()
        line = page.page.evaluate("(() => { const { left, width } = document.querySelector('.compare-line').getBoundingClientRect(); return left + width / 2; })()")
        page.page.mouse.move(line, 600)
        page.page.mouse.down()
        page.page.mouse.move(line - 90, 600, steps=4)
        page.page.mouse.up()
        page.wait("Number(document.querySelector('#compare-at').value) < 50")
        hour.shot(page, "13a-swipe")
        page.page.keyboard.press("Escape")
        page.wait("!document.documentElement.dataset.compare")


def tell(hour, page):
    """Where a number comes from, and the council's page."""
    with hour.step("One click on a number: formula, inputs, interval", page):
        scroll_to(page, ".answer")
        page.page.click(".answer tbody tr:first-child [data-ask]")
        page.there("#origin-title")
        told = page.text("#panel-body")
        for word in ("What it counts", "What it was made from", "Run", "Model"):
            assert word in told, (word, told[:600])
        assert re.search(r"\(\d[\d.]* – \d[\d.]*\)", told), "no interval"
        hour.shot(page, "14a-origin")
    with hour.step("The council's page in Malay, one sheet, as PDF", page):
        page.page.click("#tab-whatif")
        page.page.select_option("#language", "ms")
        page.wait("document.documentElement.lang === 'ms'")
        page.there("a.report")
        with page.context.expect_page() as opened:
            page.page.click("a.report")
        address = opened.value.url
        opened.value.close()
        # Of a tab that was opened by a click this browser prints nothing.
        sheet = page.context.new_page()
        assert sheet.goto(address).status == 200
        words = sheet.inner_text("article")
        assert "Halaman majlis" in words and "Butuan" in words, words[:300]
        run = page.page.evaluate("new URLSearchParams(location.hash.slice(1)).get('r')")
        assert run[:12] in words, "the sheet does not name its run"
        spills = sheet.evaluate("(() => { const sheet = document.querySelector('article'); return sheet.scrollHeight - sheet.clientHeight; })()")
        assert spills <= 0, f"{spills} pixels run over the sheet"
        pdf = sheet.pdf(prefer_css_page_size=True, print_background=True)
        pages = len(re.findall(rb"/Type\s*/Page\b(?!s)", pdf))
        assert pages == 1, f"{pages} pages"
        (SHOTS / "council.pdf").write_bytes(pdf)
        sheet.close()
        hour.sheet = address
        page.page.select_option("#language", "en")
        page.wait("document.documentElement.lang === 'en'")


STATE = """(() => { const parts = new URLSearchParams(location.hash.slice(1)); return Object.fromEntries(['r', 'f', 't', 's', 'c'].map((name) => [name, parts.get(name)])); })()"""


def hand_on(hour, page, browser):
    """A colleague's phone opens the link out of the dialog."""
    page.page.click("#open-share")
    page.there("#share-link")
    link = page.page.evaluate("document.querySelector('#share-link').value")
    hour.shot(page, "15b-share")
    page.page.keyboard.press("Escape")
    ours, digest = page.page.evaluate(STATE), page.text(".results .digest")
    page.close()  # the colleague has a machine of their own
    sheet = browser.new_page(viewport={"width": 900, "height": 1300})
    sheet.goto(hour.sheet)
    sheet.screenshot(path=SHOTS / "15c-council.png")
    sheet.close()
    phone = Visit(browser, hour.server, size="phone", fragment=link.split("#v=1&")[1])
    with hour.step("A colleague opens the link on a phone", phone):
        phone.there(".results", 60)
        phone.drawn()
        phone.there(".legend")
        theirs = phone.page.evaluate(STATE)
        assert {**theirs, "c": ""} == {**ours, "c": ""}, (theirs, ours)
        middle = [[round(float(one), 3) for one in state["c"].split(",")[:2]] for state in (ours, theirs)]
        assert middle[0] == middle[1], middle
        assert phone.text(".results .digest") == digest and digest, (phone.text(".results .digest"), digest)
    clear(phone)
    phone.page.evaluate("document.querySelector('.junctions').scrollIntoView()")
    hour.shot(phone, "16a-phone-junctions")
    phone.page.evaluate("document.querySelector('.answer').scrollIntoView()")
    hour.shot(phone, "16b-phone-answer")
    phone.close()


def main(binary, data):
    if not (data / EXTRACT).exists():
        print(f"first hour: skipped, {data / EXTRACT} is not there: name the folder of real data (make first-hour DATA=…)")
        return
    SHOTS.mkdir(parents=True, exist_ok=True)
    for old in SHOTS.glob("*.png"):
        old.unlink()
    server = Nowhere(binary)
    try:
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=chromium(), args=FLAGS)
            hour = Hour(server)
            page = Visit(browser, server, fragment="lang=en&theme=light", expected=("404", "422"))
            make_the_town(hour, page, data)
            know_the_town(hour, page)
            try_a_change(hour, page)
            branch_and_compare(hour, page)
            tell(hour, page)
            hand_on(hour, page, browser)
            hour.close()
            browser.close()
    finally:
        server.close()


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    main(pathlib.Path(sys.argv[1]).resolve(), pathlib.Path(sys.argv[2]))
