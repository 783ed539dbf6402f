"""Habits of the page: its list of rooms, the list of keys, links, pictures and tables to take along, the order of layers, print."""

import csv
import io
import json
import struct
import time
import zlib

from live_tests import town_of
from page_tests import WITHOUT_WEBGL, close_a_street_and_run
from traffic_tests import traffic
from visit import GRID, SIZES, shared, visit
from water_tests import reopen, suppose_rain


def rooms(page):
    return page.page.evaluate("import('/rooms/rooms.js').then(({ROOMS}) => ROOMS.map(({id}) => id))")


def test_every_room_of_the_list_has_its_tab_and_its_address(browser, server, shots):
    with visit(browser, server, fragment="lang=en") as page:
        page.there("#tab-live")
        listed = rooms(page)
        assert page.page.evaluate("[...document.querySelectorAll('[role=tab]')].map((one) => one.id)") == [f"tab-{name}" for name in listed]
        opening = page.page.evaluate("import('/rooms/rooms.js').then(({OPENING}) => OPENING)")
        for name in [name for name in listed if name != opening]:
            page.page.click(f"#tab-{name}")
            page.wait(f"location.hash.includes('p={name}&')")
            assert page.page.evaluate(f"document.querySelector('[role=tab][aria-selected=true]').id === 'tab-{name}'")
            assert page.text(f"#tab-{name}").strip() and "tab." not in page.text(f"#tab-{name}")
        page.page.click(f"#tab-{opening}")
        page.wait("!/[#&]p=/.test(location.hash)")
    with shared(browser, server, fragment="lang=en&p=nowhere") as page:
        assert page.page.evaluate("document.querySelector('[role=tab][aria-selected=true]').id") == f"tab-{opening}"


def test_a_question_mark_lists_the_keys_that_act(browser, server, shots):
    for language in ("en", "ms", "zh", "ta"):
        with shared(browser, server, fragment=f"lang={language}") as page:
            page.page.focus("#tab-whatif")
            page.page.keyboard.press("?")
            page.there("#dialog-keyboard[open]")
            rows = page.page.evaluate("import('/core/keys.js').then(({KEYS}) => KEYS.length)")
            assert page.page.locator(".keys dd").count() == rows, "a key is not listed"
            assert "keyboard." not in page.text("#dialog-keyboard"), page.text("#dialog-keyboard")
            if language == "en":
                assert not page.barriers(), page.barriers()
                page.page.screenshot(path=shots / "keys-wide.png")
            for _ in range(8):
                page.page.keyboard.press("Tab")
                # Beyond the last part the browser's own bars may have the focus; never what lies under the dialog.
                assert page.page.evaluate("document.activeElement === document.body || !!document.activeElement.closest('dialog')")
            page.page.keyboard.press("l")  # what lies under it does not hear
            assert not page.page.evaluate("!!document.querySelector('.drawer')")
            page.page.keyboard.press("Escape")
            page.wait("!document.querySelector('dialog')")
            assert page.page.evaluate("document.activeElement.id") == "tab-whatif", "the focus did not go back"


def test_the_listed_keys_do_what_the_list_says(browser, server, shots):
    with shared(browser, server, fragment="lang=en") as page:
        page.drawn()
        page.page.click("h1")
        page.page.keyboard.press("l")
        page.wait("!!document.querySelector('.drawer .layers') && document.activeElement.id === 'drawer-close'")
        page.page.keyboard.press("Escape")
        page.wait("!document.querySelector('.drawer')")
        page.page.focus(".maplibregl-canvas")
        before = page.page.evaluate("[kembar.map.getZoom(), kembar.map.getCenter().lng]")
        page.page.keyboard.press("+")
        page.wait(f"kembar.map.getZoom() > {before[0]} + 0.5")
        page.page.keyboard.press("ArrowRight")
        page.wait(f"kembar.map.getCenter().lng > {before[1]}")
        # Single keys can be switched off, for good; the way back is the button.
        page.page.click("#open-keyboard")
        page.page.uncheck("#keys-single")
        page.page.keyboard.press("Escape")
        page.wait("!document.querySelector('dialog')")
        assert page.page.evaluate("document.activeElement.id") == "open-keyboard"
        page.page.keyboard.press("/")
        page.page.keyboard.press("?")
        page.page.wait_for_timeout(100)
        assert page.page.evaluate("document.activeElement.id !== 'search' && !document.querySelector('dialog')")
        page.page.reload()
        page.there("#open-keyboard")
        page.page.click("#open-keyboard")
        assert not page.page.is_checked("#keys-single")
        page.page.check("#keys-single")
        page.page.keyboard.press("Escape")
        named = page.page.evaluate("""import('/core/keys.js').then(({pressed}) => [
          pressed({key: 'Z', ctrlKey: true, shiftKey: true}), pressed({key: '[', ctrlKey: true, altKey: true}), pressed({key: '?', shiftKey: true}),
          pressed({key: 'ல', code: 'KeyL'}), pressed({key: '/', ctrlKey: true})])""")
        assert named == ["mod+shift+z", "[", "?", "l", "mod+/"], named


def test_a_link_is_copied_and_says_what_it_holds(browser, server, shots):
    with shared(browser, server, fragment="lang=en") as page:
        close_a_street_and_run(page)
        page.page.context.grant_permissions(["clipboard-read", "clipboard-write"])
        page.press("#open-share")
        page.there("#dialog-share[open]")
        assert page.page.locator("#share-frozen").count() == 0, "nothing here runs on"
        assert "not saved" in page.text("#dialog-share") and "results of run" in page.text("#dialog-share")
        assert not page.barriers(), page.barriers()
        page.page.screenshot(path=shots / "share-wide.png")
        page.page.click("#share-copy")
        page.wait("document.querySelector('.share-state').textContent.includes('copied')")
        link = page.page.evaluate("navigator.clipboard.readText()")
        assert link == page.page.input_value("#share-link") and link.startswith(server.address + "#v=1&"), link
        page.page.keyboard.press("Escape")
        page.wait("!document.querySelector('dialog')")
        assert page.page.evaluate("document.activeElement.id") == "open-share"
    with shared(browser, server, fragment=link.split("#v=1&")[1]) as page:
        page.there(".indicators tbody tr")
        page.there(".legend")
    # A question part, where somebody's program put a secret, is not handed on.
    alone = WITHOUT_WEBGL + "Object.defineProperty(navigator, 'clipboard', {value: undefined}); document.execCommand = () => false;"
    with visit(browser, server, size="phone", fragment="lang=ta&theme=dark", before=lambda page: page.add_init_script(alone), expected=("WebGL", "webgl")) as page:
        page.page.evaluate("history.replaceState(null, '', '?token=secret' + location.hash)")
        page.press("#open-share")
        page.there("#dialog-share[open]")
        assert "secret" not in page.page.input_value("#share-link")
        page.page.click("#share-copy")
        page.wait("document.querySelector('.share-state').textContent.includes('Ctrl + C')")
        assert page.page.evaluate("document.getSelection().toString() || document.activeElement.value.slice(document.activeElement.selectionStart, document.activeElement.selectionEnd)").startswith("http")
        assert not page.barriers(), page.barriers()
        page.page.screenshot(path=shots / "share-phone.png")


def test_a_link_keeps_what_was_live_at_a_moment(browser, server, shots):
    town = town_of(server.binary)
    now = int(time.time() * 1000)
    thing, stream = town.device("Frozen gauge", [[now - 3_600_000, 11.5], [now - 600_000, 12.5]])
    with shared(browser, town, fragment="lang=en&p=live") as page:
        page.wait(f"document.querySelector('[data-stream=\"{stream}\"]')?.textContent.includes('12.5')")
        page.press("#open-share")
        page.there("#share-live:checked")
        running = page.page.input_value("#share-link")
        page.page.check("#share-frozen")
        frozen = page.page.input_value("#share-link")
        assert "&n=" not in running and "&n=" in frozen, (running, frozen)
        assert "Live values as they were" in page.text("#dialog-share")
        page.page.screenshot(path=shots / "share-live-wide.png")
        page.page.keyboard.press("Escape")
        page.press("#open-export")
        _, png = saved(page, "#export-picture")
        (shots / "export-live.png").write_bytes(png)
        width, height, rows, channels = pixels(png)
        weather = bytes((0xB4, 0x53, 0x09))
        assert any(rows[y][x * channels:x * channels + 3] == weather for y in range(height - 120, height) for x in range(width)), "the legend lacks the marks"
    iso = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime())
    town.ask("POST", f"v1.1/Datastreams({stream})/Observations", {"phenomenonTime": iso, "result": 99.5})
    half = now - 1_800_000
    for link, value in ((running, "99.5"), (frozen.replace(frozen.split("&n=")[1].split("&")[0], str(half)), "11.5")):
        with shared(browser, town, fragment=link.split("#v=1&")[1]) as page:
            row = f"document.querySelector('[data-stream=\"{stream}\"]')?.textContent"
            page.wait(f"{row}?.includes('{value}')")
            if value == "11.5":
                assert "As it was at" in page.text("#live-title")
                assert not page.barriers(), page.barriers()
                page.page.screenshot(path=shots / "frozen-wide.png")
                page.page.click(".as-of .button")
                page.wait(f"{row}?.includes('99.5')")
                page.wait("!location.hash.includes('&n=')")


def saved(page, button):
    """What a button of the export dialog gives: the file's name and its bytes."""
    with page.page.expect_download() as download:
        page.page.click(button)
    name = download.value.suggested_filename
    page.wait(f"document.querySelector('.export-saved')?.textContent.includes({json.dumps(name)})")
    with open(download.value.path(), "rb") as file:
        return name, file.read()


def pixels(png):
    """Width, height and rows of a PNG of 8 bits a channel."""
    assert png[:8] == b"\x89PNG\r\n\x1a\n"
    at, data, width, height, channels = 8, b"", 0, 0, 4
    while at < len(png):
        length, kind = struct.unpack(">I4s", png[at:at + 8])
        body = png[at + 8:at + 8 + length]
        if kind == b"IHDR":
            width, height, _, colour = struct.unpack(">IIBB", body[:10])
            channels = {2: 3, 6: 4}[colour]
        elif kind == b"IDAT":
            data += body
        at += length + 12
    raw, step, rows, before = zlib.decompress(data), width * channels, [], None
    for y in range(height):
        kind, row = raw[y * (step + 1)], bytearray(raw[y * (step + 1) + 1:(y + 1) * (step + 1)])
        for x in range(step):
            left = row[x - channels] if x >= channels else 0
            up = before[x] if before else 0
            corner = before[x - channels] if before and x >= channels else 0
            guess = left + up - corner
            paeth = min((left, up, corner), key=lambda one: abs(guess - one))
            row[x] = (row[x] + (0, left, up, (left + up) // 2, paeth)[kind]) & 255
        rows.append(row)
        before = row
    return width, height, [bytes(row) for row in rows], channels


def table_of(data):
    assert data.startswith(b"\xef\xbb\xbf"), "spreadsheets take it for another script"
    return list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline="")))


def test_the_map_is_saved_as_a_picture_a_table_and_shapes(browser, server, shots):
    with shared(browser, server, fragment="lang=en") as page:
        close_a_street_and_run(page)
        page.drawn()
        page.press("#open-export")
        page.there("#dialog-export[open]")
        assert not page.barriers(), page.barriers()
        page.page.screenshot(path=shots / "export-wide.png")
        name, png = saved(page, "#export-picture")
        (shots / "export-map.png").write_bytes(png)
        assert name.endswith(".png") and name.startswith(server.name.replace(" ", "-")[:8]), name
        width, height, rows, channels = pixels(png)
        assert width > 700 and height > 850, (width, height)
        middle = {rows[y][x * channels:x * channels + 3] for y in range(200, 700, 7) for x in range(40, width - 40, 7)}
        assert len(middle) > 20, "the map in the picture is empty"
        # The colours of the legend stand under the map.
        wanted = page.page.evaluate("[...document.querySelectorAll('.legend li i')].map((one) => getComputedStyle(one).backgroundColor.match(/\\d+/g).slice(0, 3).map(Number))")
        under = {tuple(rows[y][x * channels:x * channels + 3]) for y in range(height - 130, height) for x in range(16, width, 2)}
        missing = [one for one in wanted if tuple(one) not in under]
        assert wanted and not missing, f"the legend lacks {missing}"
        name, data = saved(page, "#export-table")
        head, *lines = table_of(data)
        zones = page.page.evaluate("fetch('api/v1/zones?limit=1').then((answer) => answer.json()).then((answer) => answer.total)")
        assert len(lines) == zones and len({len(line) for line in lines} | {len(head)}) == 1, (len(lines), zones, head)
        assert "Scenario" in head[2] and float(lines[0][2]) >= 0, (head, lines[0])
        assert any(line[4] and abs(float(line[4]) - (float(line[2]) - float(line[3]))) < 1e-3 for line in lines)
        name, data = saved(page, "#export-shapes")
        read = json.loads(data)
        assert name.endswith(".geojson") and len(read["features"]) == zones and read["verdicts"] and read["unit"]
        assert all(one["geometry"]["type"] in ("Polygon", "MultiPolygon") and one["id"] == one["properties"]["key"] for one in read["features"])
        keys = {line[1]: line[2] for line in lines}
        assert all(str(one["properties"]["scenario"] if one["properties"]["scenario"] is not None else "") == keys[one["id"]].removesuffix(".0") or float(keys[one["id"]]) == one["properties"]["scenario"] for one in read["features"])
        name, data = saved(page, "#export-results")
        head, *lines = table_of(data)
        assert len(lines) == page.page.evaluate("fetch('api/v1/runs/' + location.hash.match(/r=([0-9a-f]+)/)[1]).then((answer) => answer.json()).then((answer) => answer.rows.length)")


def test_a_name_that_is_a_formula_is_saved_as_text(browser, server, shots):
    def wicked(route):
        answer = route.fetch()
        body = answer.json()
        body["features"][0]["properties"]["name"] = "=HYPERLINK(\"http://example.org\",\"win\")"
        route.fulfill(response=answer, json=body)
    with visit(browser, server, size="phone", fragment="lang=zh&theme=dark") as page:
        page.page.route("**/ogc/collections/zones/items*", wicked)
        page.press("#open-export")
        page.there("#dialog-export[open]")
        assert not page.barriers(), page.barriers()
        page.page.screenshot(path=shots / "export-phone.png")
        assert page.page.locator("#export-results").count() == 0
        _, data = saved(page, "#export-table")
        head, *lines = table_of(data)
        assert lines[0][1].startswith("'=HYPERLINK("), lines[0]
        _, png = saved(page, "#export-picture")
        (shots / "export-map-phone.png").write_bytes(png)


def test_water_and_traffic_are_saved_as_they_are_drawn(browser, server, shots):
    with (reopen(browser, server) if server.water else shared(browser, server, fragment="lang=en")) as page:
        if not server.water:
            suppose_rain(page)
            page.wait("location.hash.includes('f=')")
            server.water = page.page.url.split("#v=1&")[1]
        page.wait("!!kembar.map.getLayer('field-grid')", 60)
        page.press("#open-export")
        name, data = saved(page, "#export-shapes")
        read = json.loads(data)
        assert "T" in name.rsplit("_", 1)[1], f"{name} does not say the moment"
        corners = page.page.evaluate(f"{GRID}(kembar.map).coordinates")
        lows = [min(one[i] for one in corners) - 1e-6 for i in (0, 1)]
        highs = [max(one[i] for one in corners) + 1e-6 for i in (0, 1)]
        points = [point for one in read["features"] for point in one["geometry"]["coordinates"][0]]
        assert points and all(lows[i] <= point[i] <= highs[i] for point in points for i in (0, 1)), "cells lie outside of their grid"
        assert all(one["properties"].get("turned") or one["properties"]["from"] is not None for one in read["features"]), "dry cells were saved"
        _, data = saved(page, "#export-table")
        lines = table_of(data)
        page.page.keyboard.press("Escape")
        page.page.click("#open-table")
        page.there(".drawer table tbody tr")
        assert len(lines) - 1 == page.page.locator(".drawer table tbody tr").count()
    with traffic(browser, server) as page:
        page.wait("!!document.querySelector('.legend li')", 60)
        page.press("#open-export")
        name, data = saved(page, "#export-table")
        head, *lines = table_of(data)
        assert "Direction" in head and name.endswith("08h00.csv"), (head, name)
        assert any(server.street == line[0] for line in lines) and {line[2] for line in lines} >= {"northbound", "southbound"} or len({line[2] for line in lines}) > 3, lines[:3]
        _, data = saved(page, "#export-shapes")
        read = json.loads(data)
        assert len(read["features"]) == len(lines) and all(one["geometry"]["type"] == "LineString" for one in read["features"])


def drawn_order(page):
    order = page.page.evaluate("kembar.map.getLayersOrder()")
    return {name: place for place, name in enumerate(order)}


def test_layers_change_their_order_by_key_and_by_mouse(browser, server, shots):
    with visit(browser, server, fragment="lang=en&p=layers") as page:
        page.drawn()
        listed = "[...document.querySelectorAll('.layers > .layer')].map((one) => one.dataset.layer)"
        first = page.page.evaluate(listed)
        own = drawn_order(page)
        assert own["buildings"] < own["major"] and "&o=" not in page.page.url
        assert all(page.page.evaluate(f"!!document.querySelector('[data-layer={name}] .legend-rows')") for name in ("places", "streets", "buildings")), "a visible layer has no legend"
        assert not page.page.evaluate("!!document.querySelector('[data-layer=zones] .legend-rows')")
        page.page.focus("#layer-up-buildings")
        page.page.keyboard.press("Enter")
        page.wait(f"{listed}.indexOf('buildings') === {first.index('buildings') - 1}")
        page.wait("document.activeElement.id === 'layer-up-buildings'")
        page.wait("location.hash.includes('&o=')")
        now = drawn_order(page)
        assert now["buildings"] > now["major"] and now["buildings"] > now["field-links"] and now["field-buildings"] > now["buildings"]
        assert now["buildings"] < now["edits-area"] and now["streets-label"] > now["buildings"], "names and changes stay above"
        for _ in range(len(first)):
            page.page.keyboard.press("Enter")
        page.wait(f"{listed}[0] === 'buildings'")
        assert page.page.evaluate("document.activeElement.id === 'layer-up-buildings' && document.activeElement.ariaDisabled === 'true'"), "the focus did not stay"
        # Land by the mouse from the end to the beginning.
        grip = page.page.locator("[data-layer=land] .layer-grip")
        grip.scroll_into_view_if_needed()
        box, top = grip.bounding_box(), page.page.locator("[data-layer=places]").bounding_box()
        page.page.mouse.move(box["x"] + 8, box["y"] + 8)
        page.page.mouse.down()
        page.page.mouse.move(box["x"] + 8, box["y"] - 40, steps=4)
        page.page.mouse.move(box["x"] + 8, top["y"] + 6, steps=8)
        page.there(".drop-above")
        page.page.screenshot(path=shots / "layers-drag.png")
        page.page.mouse.up()
        page.wait(f"{listed}.indexOf('land') === 1")
        assert not page.barriers(), page.barriers()
        now = drawn_order(page)
        assert now["land"] > now["major"] and now["land"] < now["buildings"]
        page.wait("/&o=buildings,land/.test(location.hash)")
        address, order = page.page.url, page.page.evaluate(listed)
        page.page.click(".head .icon-button:last-child")  # the other theme is another style
        page.wait("kembar.map.getLayersOrder().indexOf('land') > kembar.map.getLayersOrder().indexOf('major')")
    with visit(browser, server, fragment=address.split("#v=1&")[1]) as page:
        page.drawn()
        assert page.page.evaluate(listed) == order
        again = drawn_order(page)
        assert again["land"] > again["major"] and again["land"] < again["buildings"]
        # Back in its own order the map is as it came, and the address needs no word of it.
        page.page.evaluate("import('/core/store.js').then(({store}) => { store.layerOrder = []; })")
        page.wait("!location.hash.includes('&o=')")
        assert drawn_order(page) == own
    with shared(browser, server, size="phone", fragment="lang=ta&p=layers&theme=dark") as page:
        assert not page.barriers(), page.barriers()
        page.page.screenshot(path=shots / "layers-phone.png")


def test_the_page_is_printed_with_its_map_and_no_buttons(browser, server, shots):
    with shared(browser, server, fragment="lang=en&theme=dark") as page:
        close_a_street_and_run(page)
        page.drawn()
        page.page.evaluate("dispatchEvent(new Event('beforeprint'))")
        page.page.emulate_media(media="print")
        assert page.page.evaluate("document.querySelector('.paper canvas')?.width") > 600, "the map is not on paper"
        shown = page.page.evaluate("[...document.querySelectorAll('button, select, input:not(.title-input), [role=tab]')].filter((one) => one.checkVisibility() && !one.matches('.link, .known, summary')).map((one) => one.outerHTML.slice(0, 90))")
        assert not shown, shown
        assert page.page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
        assert page.page.evaluate("document.querySelector('.indicators').checkVisibility()")
        page.page.set_viewport_size({"width": 760, "height": 1080})
        page.page.screenshot(path=shots / "print.png", full_page=True)
        page.page.evaluate("dispatchEvent(new Event('afterprint'))")
        assert page.page.evaluate("document.querySelector('.paper').children.length") == 0
        page.page.emulate_media(media="null")
        # By its button it is printed by day, and the night comes back.
        page.page.evaluate("window.print = () => { window.printedIn = document.documentElement.dataset.theme; }")
        page.press("#open-export")
        page.page.click("#export-print")
        page.wait("window.printedIn === 'light'")
        page.wait("document.documentElement.dataset.theme === 'dark'")
        pdf = page.page.pdf(prefer_css_page_size=True, print_background=True)
        (shots / "print.pdf").write_bytes(pdf)
        assert b"/Image" in pdf, "the map is not on paper"
        boxes = {tuple(round(float(one)) for one in part.split(b"]")[0].split()) for part in pdf.split(b"/MediaBox [")[1:]}
        assert boxes == {(0, 0, 595, 842)}, boxes
